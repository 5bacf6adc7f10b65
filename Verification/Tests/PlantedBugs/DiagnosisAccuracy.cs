namespace CnnVerified.Verification.Tests.PlantedBugs;

/// <summary>
/// How often a planted bug is detected, and how often it is called by its name, at random geometry and values.
/// </summary>
public class DiagnosisAccuracy
{
    private const int Draws = 8;

    [Test]
    public Task Is_an_approved_table()
    {
        PlantedBug[] bugs = [.. Catalogue.All.Where(bug => bug.Named is not null)];
        var counts = new Count[bugs.Length];
        var missed = new List<string>[bugs.Length];
        Parallel.For(0, bugs.Length, b => counts[b] = Of(bugs[b], missed[b] = []));
        var width = bugs.Max(bug => bug.Name.Length);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"{Draws} draws of geometry and values for each bug that spoils a gradient\n\n");
        text.Append("".PadRight(width)).Append("  detected  named rightly  among several  wrongly  not named\n");
        foreach (var (bug, count) in bugs.Zip(counts)) text.Append(bug.Name.PadRight(width)).Append(count).Append('\n');
        var all = counts.Aggregate((a, b) => a + b);
        text.Append("all".PadRight(width)).Append(all).Append('\n').Append(CultureInfo.InvariantCulture,
            $"\n{100.0 * all.Detected / (Draws * bugs.Length):F2} % detected; "
            + $"{100.0 * all.Right / all.Detected:F2} % of them named rightly, "
            + $"{100.0 * all.Wrong / all.Detected:F2} % wrongly.");
        text.Append("\n\n").AppendJoin("\n", missed.SelectMany(lines => lines));
        return Snapshot.Approve("diagnosis-accuracy", text.ToString());
    }

    private static Count Of(PlantedBug bug, List<string> missed)
    {
        var count = new Count(0, 0, 0, 0, 0);
        for (var draw = 0; draw < Draws; draw++)
        {
            var specimen = Specimens.Draw(bug.Breaks, GeometryClass.Discriminating, 1000 + draw).With(bug);
            if (new DualNumbersAgree().Run(specimen.AsLayer, specimen.X, specimen.Dy).Status
                is not (CheckStatus.Failed or CheckStatus.Undecided)) continue;
            var diagnoses = specimen.Diagnose();
            var isNamed = diagnoses.All(diagnosis => diagnosis.IsNamed);
            var isRight = isNamed && diagnoses.All(diagnosis => diagnosis.Explanations.Any(e => Names(e, bug)));
            var isAmong = isRight && diagnoses.Any(diagnosis => !diagnosis.Explanations.All(e => Names(e, bug)));
            if (!isRight) missed.Add($"{bug.Name}, draw {draw}: {string.Concat(diagnoses).Split('\n')[0].Trim()}");
            count += new Count(1, isRight ? 1 : 0, isAmong ? 1 : 0, isNamed && !isRight ? 1 : 0, isNamed ? 0 : 1);
        }
        return count;
    }

    private static bool Names(Explanation explanation, PlantedBug bug) =>
        $"{explanation.Equation}.".Contains(bug.Named!, StringComparison.Ordinal);

    private readonly record struct Count(int Detected, int Right, int Among, int Wrong, int Unnamed)
    {
        public static Count operator +(Count a, Count b) =>
            new(a.Detected + b.Detected, a.Right + b.Right, a.Among + b.Among, a.Wrong + b.Wrong,
                a.Unnamed + b.Unnamed);

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{Detected,10}{Right,15}{Among,15}{Wrong,9}{Unnamed,11}");
    }
}
