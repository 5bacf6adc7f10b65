using System.Text;
using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// What a learner sees of a planted bug: the failing check with its diagnosis, then the mistake and why it is one.
/// </summary>
public static class Lesson
{
    private const int Seed = 1;

    /// <summary>The whole lesson.</summary>
    public static string Of(PlantedBug bug)
    {
        var right = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, Seed);
        var broken = right.With(bug);
        var report = broken.Check().Run();
        var text = new StringBuilder().Append(report);
        if (report.Passed)
        {
            var rejecting = MatrixCheck.All.Where(check => check.Rejects(right.With(bug), right) == true)
                .Select(check => check.Name).ToArray();
            text.Append(rejecting.Length == 0 ? "\nNo check of the harness rejects it at this point.\n"
                : "\nThe gradient is right, yet something is wrong. "
                    + $"It is rejected by: {string.Join(", ", rejecting)}.\n");
        }
        if (!report.Passed && Smallest(bug) is { } counterexample)
            text.Append('\n').Append(counterexample).Append('\n');
        text.Append("\nthe mistake\n  ")
            .Append(bug.Mistake).Append("\n\nwhy it is wrong\n  ").Append(bug.Lesson).Append('\n');
        if (bug.Seen is not null) text.Append("\nseen in\n  ").Append(bug.Seen).Append('\n');
        return text.ToString();
    }

    /// <summary>The smallest case that fails; none for a loss.</summary>
    private static Counterexample? Smallest(PlantedBug bug) => bug.Breaks switch
    {
        nameof(Convolution<>) => Counterexample.Of(
            new ConvolutionGeometry(2, 3, 4, (8, 9), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed),
            geometry => bug.PlantIn(geometry.Draw<double>().Layer)),
        nameof(Dense<>) =>
            Counterexample.Of(new DenseGeometry(3, 4, 5, Seed), geometry => bug.PlantIn(geometry.Draw<double>().Layer)),
        nameof(BinaryCrossEntropy<>) or nameof(SoftmaxCrossEntropy<>) => null,
        _ => OfInput(bug),
    };

    private static Counterexample? OfInput(PlantedBug bug)
    {
        var specimen = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, Seed);
        return Counterexample.Of(
            new InputGeometry(specimen.X.Shape, FixedAxes: specimen.Layer is Pooling<double> ? 2 : 0),
            _ => bug.PlantIn(specimen.Layer!));
    }

    /// <summary>Every bug of the catalogue by the layer that it breaks, with its mistake and its lesson.</summary>
    public static string List()
    {
        var text = new StringBuilder();
        foreach (var kind in Catalogue.All.GroupBy(bug => bug.Breaks))
        {
            text.Append(kind.Key).Append('\n');
            foreach (var bug in kind)
                text.Append("  ").Append(bug.Name)
                    .Append("\n    ").Append(bug.Mistake).Append("\n    ").Append(bug.Lesson).Append('\n');
        }
        return text.ToString();
    }
}
