using Concord.Imaging;
using Concord.Labels;
using Concord.Labels.Subjects;
using Concord.Learning.Runtime;
using Concord.Learning.Training;

namespace Concord.Learning.Inference;

/// <summary>A trained model: turns a subject's images into class labels on the subject's own grid.</summary>
public abstract class SegmentationModel : IDisposable
{
    private protected SegmentationModel(ModelDescription description)
    {
        Description = description;
        Space = new LabelSpace(description.Classes);
    }

    /// <summary>What the model is.</summary>
    public ModelDescription Description { get; }

    /// <summary>Its classes.</summary>
    public LabelSpace Space { get; }

    /// <summary>The numbers that were learnt, of all of its networks.</summary>
    public abstract long ParameterCount { get; }

    /// <summary>What convolutions are computed in on this machine.</summary>
    public abstract Precision Precision { get; }

    /// <summary>Loads a run folder.</summary>
    /// <param name="folder">Made by training.</param>
    /// <param name="device"><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <param name="precision"><c>auto</c>, <c>float32</c> or <c>bfloat16</c>; null for what it was trained with.</param>
    /// <exception cref="BadInputException">The folder doesn't hold a whole model.</exception>
    public static SegmentationModel Load(string folder, string device = "cpu", string? precision = null)
    {
        var run = new RunFolder(folder);
        var description = ModelDescription.Read(run.Model);
        if (description.Members is null)
            return NetworkModel.Load(run, description, device, precision);
        var members = new List<SegmentationModel>();
        try
        {
            foreach (var member in description.Members)
                members.Add(Load(Path.Combine(folder, member), device, precision));
            return new FusedModel(description, [.. members.Cast<NetworkModel>()]);
        }
        catch
        {
            members.ForEach(m => m.Dispose());
            throw;
        }
    }

    /// <summary>Segments a subject.</summary>
    /// <param name="data">Its images, of the model's sequences in the model's order.</param>
    /// <param name="probabilities">Takes the probabilities of each class in turn, if they are wanted.</param>
    /// <param name="progress">Told the finished part.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The class of each voxel, an index into the label space, on the subject's own grid.</returns>
    public abstract Volume<byte> Segment(
        SubjectData data,
        ProbabilitySink? probabilities = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default
    );

    /// <inheritdoc/>
    public abstract void Dispose();
}
