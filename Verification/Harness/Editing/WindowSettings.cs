using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>A stride, a padding or a dilation that is forgotten, on one axis of a window or on both.</summary>
/// <param name="of">The method.</param>
/// <param name="multipliers">By what something is multiplied already, anywhere, without what it is a part of.</param>
internal sealed class WindowSettings(EditedMethod of, IReadOnlySet<string> multipliers)
{
    private const int Most = 4;                                 // alike on one line

    private readonly HashSet<long> changing = [.. of.Code.Where(op => op.Family == "stloc")
        .CountBy(op => op.Operand).Where(one => one.Value > 1).Select(one => one.Key)];

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => OnOne().Concat(OnBoth());

    /// <summary>A variable in a sum is to be multiplied, or something is added to its multiple.</summary>
    private IEnumerable<Edit> OnOne() =>
        from one in of.Edited
        where one.Type == typeof(int) && IsOfAnAxis(one)
            && (one.Use is "0 of add" or "1 of add" or "1 of sub" || one.Parts is not [] && one.Whole is null)
        from setting in Settings(of.Code[one.From])
        where !(one.Whole ?? one).Mentions(setting.Name)
        from kind in one.Parts is not [] ? Signs[..2] : !IsOne(setting.Load) ? Signs[2..] : []
        let at = of.PlaceOf(one)
        select new Edit(
            string.Format(null, kind.How, at, setting.Name, "is"), at, With(one, setting.Load, kind.Op))
        {
            Renaming = Written(one, kind.Sign, setting.Name),
            IsDoneElsewhere = kind.Sign == "*" && Multiplies(setting.Name),
            Every = string.Format(null, kind.How, $"every {one.Text}", setting.Name, "is"),
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
                            string.Format(null, how, Said(one, other), name, "are")
                                + $" {alike.Key.Where}", of.PlaceOf(one), With(one, load, op), With(other, load, op))
                        {
                            Renaming = Written(other, sign, name),
                            IsDoneElsewhere = sign == "*" && Multiplies(name),
                        };
    }

    /// <summary>What is done with it; the indices of an array with several are alike.</summary>
    private static string UseOf(Expression one) =>
        one.Use.Split(" of ") is [_, "Get" or "Set" or "Address" or "get_Item"] ? "an index" : one.Use;

    /// <summary>Of several indices on a line it is told what they are of.</summary>
    private static string Said(Expression one, Expression other) => $"{one.Text} and {other.Text}"
        + (other.Whole is { Text: [.., ']'] whole } && whole.Contains(one.Text, StringComparison.Ordinal)
            ? $" in {whole}" : "");

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

    /// <summary>Whether something is a variable that does not count on here, or one that is multiplied.</summary>
    private bool IsOfAnAxis(Expression one) => one.Parts is []
        ? of.Code[one.From] is { Family: "ldloc" } load && !(one.Whole is { } whole
            && of.Code[whole.To] is { Family: "stloc" } store && store.Operand == load.Operand)
        : one.Parts is [{ Parts: [] } variable, _] && of.Code[one.To - 1].Family == "mul" && IsOfAnAxis(variable);

    /// <summary>Whole numbers that stay as they are; those first by which something is multiplied already.</summary>
    private IEnumerable<(string Name, Op[] Load)> Settings(Op at) => of.WholeNumbersAt(at)
        .Where(one => one.Load is not [{ Family: "ldloc" } local] || !changing.Contains(local.Operand))
        .Append((of.Variables.NameOf(1), [Number(at, 1)]))
        .OrderByDescending(one => Multiplies(one.Name));

    private bool Multiplies(string name) => multipliers.Contains(name.Split('.')[^1]);
}
