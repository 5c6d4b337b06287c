using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Concord.Simulation.Tumors.Infiltration;

/// <summary>One step in time: exchange with the neighbours, then the logistic curve.</summary>
/// <param name="grid">The memory.</param>
/// <param name="active">What to visit.</param>
/// <param name="links">What neighbours exchange per day.</param>
/// <param name="days">The step's length.</param>
/// <param name="growth">By how much thin cells multiply in it: exp(rho days).</param>
internal sealed class ExplicitStep(DomainGrid grid, ActiveRows active, Link[] links, double days, double growth)
{
    // Below this a density is nobody: numbers that are no longer normal slow a processor down.
    private const float Nobody = 1e-30f;

    /// <summary>Steps a plane; it reads its neighbours too, but writes only itself.</summary>
    public void Plane(float[] from, float[] to, int z)
    {
        Span<float> inflow = stackalloc float[grid.Row];
        for (var y = 0; y < grid.Size.Y; y++)
        {
            var (first, end) = active[y, z];
            if (end <= first)
                continue;
            var start = grid.Index(y, z) + first;
            var gained = inflow[..(end - first)];
            gained.Clear();
            foreach (var link in links)
                Exchange(link, from, start, gained);
            Advance(from, to, start, gained);
        }
    }

    // A visited part is whole registers; lanes behind the end of a row lie in the padding, where all is 0.
    private static void Exchange(Link link, float[] from, int start, Span<float> inflow)
    {
        ref var u = ref from[start];
        ref var weights = ref link.Weights[start];
        ref var sum = ref MemoryMarshal.GetReference(inflow);
        nint step = link.Step;
        for (nint x = 0; x < inflow.Length; x += Vector<float>.Count)
        {
            var here = Load(ref u, x);
            var gained = Load(ref sum, x);
            gained = Vector.FusedMultiplyAdd(Load(ref weights, x), Load(ref u, x + step) - here, gained);
            gained = Vector.FusedMultiplyAdd(Load(ref weights, x - step), Load(ref u, x - step) - here, gained);
            Store(gained, ref sum, x);
        }
    }

    private void Advance(float[] from, float[] to, int start, Span<float> inflow)
    {
        ref var u = ref from[start];
        ref var v = ref to[start];
        ref var sum = ref MemoryMarshal.GetReference(inflow);
        var (time, gain) = (new Vector<float>((float)days), new Vector<float>((float)growth));
        var (more, least) = (gain - Vector<float>.One, new Vector<float>(Nobody));
        for (nint x = 0; x < inflow.Length; x += Vector<float>.Count)
        {
            var moved = Vector.FusedMultiplyAdd(time, Load(ref sum, x), Load(ref u, x));
            var grown = moved * gain / Vector.FusedMultiplyAdd(moved, more, Vector<float>.One);
            grown = Vector.Min(grown, Vector<float>.One);
            grown = Vector.ConditionalSelect(Vector.GreaterThan(grown, least), grown, Vector<float>.Zero);
            Store(grown, ref v, x);
        }
    }

    private static Vector<float> Load(ref float at, nint x) => Vector.LoadUnsafe(ref Unsafe.Add(ref at, x));

    private static void Store(Vector<float> value, ref float at, nint x) =>
        value.StoreUnsafe(ref Unsafe.Add(ref at, x));
}
