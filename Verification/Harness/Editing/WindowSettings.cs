using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>A stride, a padding or a dilation that is forgotten, on one axis of a window or on both.</summary>
internal sealed class WindowSettings(EditedMethod of)
{
    private const int Most = 4;                                 // alike on one line

    /// <summary>By what something is multiplied already.</summary>
    private readonly Lazy<HashSet<string>> multipliers = new(() => [.. of.Expressions
        .Where(one => one.Parts is [_, _] && of.Code[one.To - 1].Family == "mul").Select(one => one.Parts[1]!.Text)]);

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => OnOne().Concat(OnBoth());

    /// <summary>A variable in a sum is to be multiplied, or something is added to its multiple.</summary>
    private IEnumerable<Edit> OnOne() =>
        from one in of.Edited
        where one.Type == typeof(int) && IsOfAnAxis(one)
            && (one.Use is "0 of add" or "1 of add" or "1 of sub" || one.Parts is not [] && one.Whole is null)
        from setting in Settings(of.Code[one.From])
        from kind in one.Parts is not [] ? Signs[..2] : !IsOne(setting.Load) ? Signs[2..] : []
        let at = of.PlaceOf(one)
        select new Edit(
            string.Format(null, kind.How, at, setting.Name, "is"), at, With(one, setting.Load, kind.Op))
        {
            Renaming = Written(one, kind.Sign, setting.Name),
        };

    /// <summary>On one line.</summary>
    private IEnumerable<Edit> OnBoth()
    {
        foreach (var alike in of.Edited.Where(one => one.Type == typeof(int) && IsOfAnAxis(one))
            .GroupBy(one => (of.PlaceOf(one).Where, Use: UseOf(one), By: one.Parts is [_, var by] ? by.Text : ""))
            .Where(group => group.Count() is > 1 and <= Most))
            foreach (var (one, other) in from one in alike
                                         from other in alike
                                         where one.To <= other.From && one.Text != other.Text
                                         select (one, other))
                foreach (var (name, load) in Settings(of.Code[one.From]))
                    foreach (var (how, sign, op) in IsOne(load) ? Signs[..2] : Signs)
                        yield return new(
                            string.Format(null, how, $"{one.Text} and {other.Text}", name, "are")
                                + $" {alike.Key.Where}", of.PlaceOf(one), With(one, load, op), With(other, load, op))
                        {
                            Renaming = Written(other, sign, name),
                        };
    }

    /// <summary>What is done with it; the indices of an array with several are alike.</summary>
    private static string UseOf(Expression one) =>
        one.Use.Split(" of ") is [_, "Get" or "Set" or "Address" or "get_Item"] ? "an index" : one.Use;

    private static readonly (string How, string Sign, string Op)[] Signs =
    [
        ("{1} is subtracted from {0}", "-", "sub"), ("{1} is added to {0}", "+", "add"),
        ("{0} {2} multiplied by {1}", "*", "mul"),
    ];

    private static bool IsOne(Op[] load) => load is [{ Name: "ldc.i4", Operand: 1 }];

    private Renaming Written(Expression one, string sign, string name) =>
        new(of, one.From, one.Text, $"{one.Text} {sign} {name.Split(' ')[0]}") { IsWhole = true };

    private Replacement With(Expression one, Op[] load, string op) =>
        new(of.Method, one.To, 0, [.. load, Named(of.Code[one.From], op)]);

    /// <summary>Whether something is a variable, or one that is multiplied.</summary>
    private bool IsOfAnAxis(Expression one) => one.Parts is [] ? of.Code[one.From].Family == "ldloc"
        : one.Parts is [{ Parts: [] } variable, _] && of.Code[one.To - 1].Family == "mul" && IsOfAnAxis(variable);

    /// <summary>Whole numbers that stay as they are; those first by which something is multiplied already.</summary>
    private IEnumerable<(string Name, Op[] Load)> Settings(Op at) => of.WholeNumbersAt(at)
        .Where(one => one.Load is not [{ Family: "ldloc" } local] || of.Definitions.ContainsKey(local.Operand))
        .Append((of.Variables.NameOf(1), [Number(at, 1)]))
        .OrderByDescending(one => multipliers.Value.Contains(one.Name));
}
