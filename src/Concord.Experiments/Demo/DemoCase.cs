using Concord.Imaging;
using Concord.Labels.Subjects;

namespace Concord.Experiments.Demo;

/// <summary>A test subject with what each network made of it.</summary>
/// <param name="Subject">Its name.</param>
/// <param name="Data">Images and truth.</param>
/// <param name="Segmentations">The class of each voxel, one volume a strategy.</param>
public sealed record DemoCase(string Subject, SubjectData Data, IReadOnlyList<Volume<byte>> Segmentations);
