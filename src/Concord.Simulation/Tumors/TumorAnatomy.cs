using Concord.Imaging.Geometry;
using Concord.Simulation.Anatomy;
using Concord.Simulation.Deformation;

namespace Concord.Simulation.Tumors;

/// <summary>
/// A subject's anatomy with its tumour: healthy tissue where the mass effect has pushed it, the bulk in its place, and
/// around it cells and oedema that share the voxels with what is left.
/// </summary>
internal sealed class TumorAnatomy : AnatomySource
{
    private readonly AnatomySource _healthy;
    private readonly DisplacementMap _pushed;
    private readonly FieldSampler _seed,
        _density,
        _edema,
        _enhancing,
        _necrosis;

    public TumorAnatomy(AnatomySource healthy, TumorFields fields)
    {
        (_healthy, _pushed) = (healthy, new(fields.MassEffect.Backward));
        _seed = new(fields.Seed);
        (_density, _edema) = (new(fields.Density), new(fields.Edema));
        (_enhancing, _necrosis) = (new(fields.Enhancing), new(fields.Necrosis));
        Present = [.. healthy.Present.Union([Tissue.EnhancingTumor, Tissue.SolidTumor, Tissue.Necrosis, Tissue.Edema])];
    }

    public override string Name => _healthy.Name;

    public override Point3 Centre => _healthy.Centre;

    public override Midline Midline => _healthy.Midline;

    internal override double Detail => _healthy.Detail;

    internal override IReadOnlyList<Tissue> Present { get; }

    internal override void Fill(PointRow points, ShareRow shares)
    {
        var count = points.Count;
        Span<float> density = new float[count],
            edema = new float[count],
            bulk = new float[count],
            enhancing = new float[count],
            necrosis = new float[count];
        _density.Fill(points, density);
        _edema.Fill(points, edema);
        _enhancing.Fill(points, enhancing);
        _necrosis.Fill(points, necrosis);
        _pushed.Apply(points);
        _seed.Fill(points, bulk);
        _healthy.Fill(points, shares);
        foreach (var tissue in Present.Where(t => t >= Tissue.EnhancingTumor))
            Array.Clear(shares[tissue]);
        for (var i = 0; i < count; i++)
        {
            if (density[i] > 0 || edema[i] > 0 || bulk[i] > 0)
                Mix(shares, i, bulk[i], density[i], edema[i], enhancing[i], necrosis[i]);
        }
    }

    private void Mix(ShareRow shares, int i, float bulk, float density, float edema, float enhancing, float necrosis)
    {
        // The bulk takes its share of everything, since what was there has been pushed away.
        foreach (var tissue in _healthy.Present)
            shares[tissue][i] *= 1 - bulk;
        var (tumor, swollen) = (bulk, 0f);
        // Of what is beyond the bulk, cells fill a part, and of what they leave water swells a part: density and edema count
        // what is further in. Both lie in brain tissue only.
        var among = Beyond(density, bulk);
        var wet = Beyond(edema, MathF.Max(density, bulk));
        foreach (var tissue in TumorSeed.Parenchyma)
        {
            var share = shares[tissue][i];
            var cells = share * among;
            var water = (share - cells) * wet;
            tumor += cells;
            swollen += water;
            shares[tissue][i] = share - cells - water;
        }

        shares[Tissue.Necrosis][i] = tumor * necrosis;
        shares[Tissue.EnhancingTumor][i] = tumor * enhancing;
        shares[Tissue.SolidTumor][i] = MathF.Max(tumor * (1 - necrosis - enhancing), 0);
        shares[Tissue.Edema][i] = swollen;

        static float Beyond(float all, float within) =>
            within < 1 ? Math.Clamp((all - within) / (1 - within), 0, 1) : 0;
    }

    internal override void Aside(PointRow points, Span<float> distances)
    {
        _pushed.Apply(points);
        _healthy.Aside(points, distances);
    }
}
