namespace CnnVerified.Verification.Tests.VerdictAccuracy;

/// <summary>How often right gradients are refused and wrong ones passed, by this library and by others.</summary>
internal sealed class VerdictTable
{
    [Test]
    public Task Is_the_approved_one()
    {
        Assume.That(Survey.Points, Is.EqualTo(Survey.GatePoints), "the approved table has as many points a family");
        Parallel.ForEach(AllFamilies.All, family => Survey.Of(family));
        return Snapshot.Approve("verdict-accuracy", Text());
    }

    private static string Text()
    {
        var width = AllFamilies.All.Max(family => family.Name.Length);
        var text = new StringBuilder(
            $"""
            {AllFamilies.All.Length} families of functions, {Survey.Points} points each.
            A right gradient is refused (!) or left undecided (?); one that is wrong by 10 %, 10⁻³ or 3·10⁻⁶ is passed.

            {"",-4}{"".PadRight(width)}  {"CnnVerified",22}
            """);
        foreach (var (name, _) in Checkers.Rules) text.Append($"  {name,16}");
        text.Append($"\n{"",-4}{"".PadRight(width)}     !   ?   10%  -3  -6");
        foreach (var _ in Checkers.Rules) text.Append("     ! 10%  -3  -6");
        foreach (var kind in AllFamilies.All.GroupBy(family => family.Kind))
        {
            text.Append($"\n\n{kind.Key}");
            foreach (var family in kind) text.Append('\n').Append(Row(family, width));
        }
        text.Append('\n').AppendJoin("", AllFamilies.All.Where(family => family.Undecidable is not null)
            .Select(family => $"\n{family.Name}: {family.Undecidable}"));
        text.Append("\n\nWhere a rule refuses fewer right gradients than are undecided here, it does so by chance:")
            .AppendJoin("", AllFamilies.All.Where(family => Luck.Of(family) is not null)
                .GroupBy(family => Luck.Of(family)).Select(group =>
                    $"\n{string.Join(", ", group.Select(family => family.Kind).Distinct())}: {group.Key}"));
        return text.ToString();
    }

    private static string Row(Family family, int width)
    {
        var survey = Survey.Of(family);
        int Own(double size, Answer answer) => survey.Found(size, answer).Count();
        var row = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"  {(family.Undecidable is null ? " " : "*")} {family.Name.PadRight(width)}  "
            + $"{Own(0, Answer.Refused),4}{Own(0, Answer.Undecided),4}  "
            + $"{Own(0.1, Answer.Passed),4}{Own(1e-3, Answer.Passed),4}{Own(3e-6, Answer.Passed),4}");
        for (var rule = 0; rule < Checkers.Rules.Length; rule++)
        {
            row.Append(CultureInfo.InvariantCulture, $"  {survey.Count(rule, 0, Answer.Refused),4}");
            for (var size = Mistake.Sizes.Length - 1; size > 0; size--)
                row.Append(CultureInfo.InvariantCulture, $"{survey.Count(rule, size, Answer.Passed),4}");
        }
        return row.ToString();
    }
}
