using System.Text;

namespace CnnVerified.Verification;

/// <summary>What a learner sees of a planted bug: the failing check with its diagnosis, then the mistake and why it is one.</summary>
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
            var rejecting = MatrixCheck.All.Where(check => check.Rejects(right.With(bug), right) == true).Select(check => check.Name).ToArray();
            text.Append(rejecting.Length == 0 ? "\nNo check of the harness rejects it at this point.\n"
                : $"\nThe gradient is right, yet something is wrong. It is rejected by: {string.Join(", ", rejecting)}.\n");
        }
        text.Append("\nthe mistake\n  ").Append(bug.Mistake).Append("\n\nwhy it is wrong\n  ").Append(bug.Lesson).Append('\n');
        if (bug.Seen is not null) text.Append("\nseen in\n  ").Append(bug.Seen).Append('\n');
        return text.ToString();
    }

    /// <summary>Every bug of the catalogue by the layer that it breaks, with its mistake and its lesson.</summary>
    public static string List()
    {
        var text = new StringBuilder();
        foreach (var kind in Catalogue.All.GroupBy(bug => bug.Breaks))
        {
            text.Append(kind.Key).Append('\n');
            foreach (var bug in kind) text.Append("  ").Append(bug.Name).Append("\n    ").Append(bug.Mistake).Append("\n    ").Append(bug.Lesson).Append('\n');
        }
        return text.ToString();
    }
}
