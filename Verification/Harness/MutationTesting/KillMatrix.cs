namespace CnnVerified.Verification;

/// <summary>Which check rejects which planted bug, at which choice of point.</summary>
public sealed class KillMatrix
{
    private const int Seed = 1;
    private static readonly (GeometryClass Class, char Letter, string Words)[] Geometries =
    [
        (GeometryClass.Discriminating, 'D',
            "another size on every axis, a stride that does not divide, values of either sign"),
        (GeometryClass.OneSample, 'N', "a batch of one"),
        (GeometryClass.OneChannel, 'C', "one channel and one kernel, or one input and one output"),
        (GeometryClass.Square, 'Q', "square images, kernels and weights"),
        (GeometryClass.StrideOne, 'S', "stride 1, no padding"),
        (GeometryClass.UpstreamOfOnes, '1', "dy = 1 everywhere"),
        (GeometryClass.ConstantInput, 'X', "one number in all of x"),
    ];

    private readonly IReadOnlyList<PlantedBug> bugs;
    private readonly IReadOnlyList<MatrixCheck> checks;
    private readonly bool?[,,] rejected;

    /// <summary>Runs every check on every bug at every kind of point.</summary>
    public KillMatrix(IReadOnlyList<PlantedBug> bugs, IReadOnlyList<MatrixCheck> checks)
    {
        (this.bugs, this.checks) = (bugs, checks);
        rejected = new bool?[bugs.Count, checks.Count, Geometries.Length];
        Parallel.For(0, bugs.Count, bug =>
        {
            for (var check = 0; check < checks.Count; check++)
                for (var geometry = 0; geometry < Geometries.Length; geometry++)
                    rejected[bug, check, geometry] = checks[check].Rejects(
                        Specimens.Draw(bugs[bug].Breaks, Geometries[geometry].Class, Seed).With(bugs[bug]),
                        Specimens.Draw(bugs[bug].Breaks, Geometries[geometry].Class, Seed));
        });
    }

    /// <summary>The bugs that no check rejects at points chosen to discriminate.</summary>
    public IEnumerable<PlantedBug> Survivors => bugs.Where((_, bug) => !IsRejected(bug, geometry: 0, checks.Count));

    /// <summary>A legend, a row for each bug, what each check adds, and what each lazy choice of point hides.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(
            "A letter for each kind of point at which the check rejects the bug, · where it does not, "
            + "- where it does not apply.\n\n");
        foreach (var (_, letter, words) in Geometries)
            text.Append(CultureInfo.InvariantCulture, $"  {letter}  {words}\n");
        text.Append('\n').Append(Numbered()).Append('\n')
            .Append(Row("", checks.Select((_, check) => (check + 1).ToString(CultureInfo.InvariantCulture))));
        for (var bug = 0; bug < bugs.Count; bug++)
            text.Append(Row(bugs[bug].Name, Enumerable.Range(0, checks.Count).Select(check => Cell(bug, check))));
        return text.Append(Checks())
            .Append(Surviving($"{checks[0].Name} alone", checks: 1))
            .Append(Surviving("every check", checks.Count)).ToString();
    }

    /// <summary>The same on 80 columns, of points that discriminate alone.</summary>
    internal string Overview()
    {
        var width = bugs.Max(bug => bug.Name.Length);
        var text = new StringBuilder("● where the check rejects the bug, · where not, - where it does not apply\n\n")
            .Append(Numbered()).Append('\n');
        foreach (var divisor in new[] { 10, 1 })
            text.Append(Narrow("", check => check + 1 < divisor ? ' ' : (char)('0' + (check + 1) / divisor % 10)));
        for (var bug = 0; bug < bugs.Count; bug++)
        {
            var row = bug;
            text.Append(Narrow(
                bugs[bug].Name, check => rejected[row, check, 0] switch { true => '●', false => '·', null => '-' }));
        }
        return text.Append(Wrapping.Of(Checks())).ToString();

        string Narrow(string name, Func<int, char> cell) =>
            $"{name.PadRight(width)}  {string.Join(' ', Enumerable.Range(0, checks.Count).Select(cell))}".TrimEnd()
            + "\n";
    }

    private string Numbered() => string.Concat(checks.Select((check, k) =>
        string.Create(CultureInfo.InvariantCulture, $"  {k + 1,2}  {check.Name}\n")));

    private string Checks()
    {
        var text = new StringBuilder("\nAt points that discriminate:\n");
        for (var check = 0; check < checks.Count; check++)
        {
            var own = check;
            var killed = Enumerable.Range(0, bugs.Count).Where(bug => rejected[bug, own, 0] == true).ToArray();
            var alone = killed.Where(bug => !Enumerable.Range(0, checks.Count)
                .Any(other => other != own && rejected[bug, other, 0] == true)).ToArray();
            text.Append(CultureInfo.InvariantCulture,
                $"  {checks[check].Name} rejects {killed.Length} of {bugs.Count}, "
                + $"{alone.Length} of them alone{Names(alone)}\n");
        }
        return text.ToString();
    }

    /// <summary>Which bugs the first so many checks let pass at each kind of point.</summary>
    private string Surviving(string words, int checks)
    {
        var text = new StringBuilder($"\nSurvive {words}:\n");
        for (var geometry = 0; geometry < Geometries.Length; geometry++)
        {
            var at = geometry;
            var surviving = Enumerable.Range(0, bugs.Count).Where(bug => !IsRejected(bug, at, checks)).ToArray();
            text.Append(CultureInfo.InvariantCulture,
                $"  {Geometries[geometry].Letter}  {surviving.Length} of {bugs.Count}{Names(surviving)}\n");
        }
        return text.ToString();
    }

    private string Names(int[] some) =>
        some.Length == 0 ? "" : ": " + string.Join(", ", some.Select(bug => bugs[bug].Name));

    private bool IsRejected(int bug, int geometry, int checks) =>
        Enumerable.Range(0, checks).Any(check => rejected[bug, check, geometry] == true);

    private string Cell(int bug, int check) => string.Concat(
        Geometries.Select((g, i) => rejected[bug, check, i] switch { true => g.Letter, false => '·', null => '-' }));

    private string Row(string name, IEnumerable<string> cells)
    {
        var width = bugs.Max(bug => bug.Name.Length);
        var row = string.Join("  ", cells.Select(cell => cell.PadRight(Geometries.Length)));
        return $"{name.PadRight(width)}  {row}".TrimEnd() + "\n";
    }
}
