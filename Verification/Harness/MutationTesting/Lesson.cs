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
        var report = Report(bug);
        return $"{report}{Evidence(bug, report)}{Explanation(bug)}";
    }

    /// <summary>The lesson without its answer: what fails, and the smallest case of it.</summary>
    public static string Puzzle(PlantedBug bug)
    {
        var report = Report(bug);
        return $"{report.Summary}{Evidence(bug, report)}";
    }

    /// <summary>The answer: the diagnosis, the mistake, and why it is one.</summary>
    public static string Answer(PlantedBug bug)
    {
        var text = new StringBuilder().Append($"{bug.Name}, in {bug.Breaks}\n");
        foreach (var diagnosis in Report(bug).Diagnoses)
            text.Append(Wrapping.Of($"\ndiagnosis\n  {diagnosis}")).Append('\n');
        return text.Append(Explanation(bug)).ToString();
    }

    /// <summary>What the check says of the bug in a single layer or loss.</summary>
    internal static GradientReport Report(PlantedBug bug) =>
        Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, Seed).With(bug).Check().Run();

    /// <summary>What else there is to go by: other checks that reject it, or the smallest counterexample.</summary>
    internal static string Evidence(PlantedBug bug, GradientReport report)
    {
        if (!report.Passed) return Smallest(bug) is { } counterexample ? $"\n{counterexample}\n" : "";
        var right = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, Seed);
        var rejecting = MatrixCheck.All.Where(check => check.Rejects(right.With(bug), right) == true)
            .Select(check => check.Name).ToArray();
        return rejecting.Length == 0 ? "\nNo check of the harness rejects it at this point.\n"
            : "\n" + Wrapping.Of("The gradient is right, yet something is wrong. "
                + $"It is rejected by: {string.Join(", ", rejecting)}.") + "\n";
    }

    private static string Explanation(PlantedBug bug) =>
        $"\nthe mistake\n{Indented(2, bug.Mistake)}\n\nwhy it is wrong\n{Indented(2, bug.Lesson)}\n"
        + (bug.Seen is null ? "" : $"\nseen in\n{Indented(2, bug.Seen)}\n");

    private static string Indented(int columns, string sentence) =>
        Wrapping.Of(new string(' ', columns) + sentence);

    /// <summary>The smallest case that fails; none for a loss.</summary>
    private static Counterexample? Smallest(PlantedBug bug) => bug.Breaks switch
    {
        nameof(Convolution<>) => Counterexample.Of(
            new ConvolutionGeometry(2, 3, 4, (8, 9), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed),
            geometry => bug.PlantIn(geometry.Draw<double>().Layer)),
        nameof(Dense<>) =>
            Counterexample.Of(new DenseGeometry(3, 4, 5, Seed), geometry => bug.PlantIn(geometry.Draw<double>().Layer)),
        nameof(Reshape<>) => Counterexample.Of(new InputGeometry(new Shape(2, 3, 4, 2)), geometry =>
            bug.PlantIn(new Reshape<double>(new Shape(geometry.X.WithoutFirstAxis().Count)))),
        _ when LayerKinds.Find(bug.Breaks)?.Loss is not null => null,
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
                    .Append('\n').Append(Indented(4, bug.Mistake))
                    .Append('\n').Append(Indented(4, bug.Lesson)).Append('\n');
        }
        return text.ToString();
    }
}
