using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>A stride, a padding or a dilation that is forgotten on both axes of a window, on one line.</summary>
internal sealed class BothAxes(EditedMethod of)
{
    private const int Most = 4;                                 // alike on one line

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All()
    {
        foreach (var alike in of.Edited.Where(one => one.Type == typeof(int) && IsOfAnAxis(one))
            .GroupBy(one => (of.PlaceOf(one).Where, one.Use, By: one.Parts is [_, var by] ? by.Text : ""))
            .Where(group => group.Count() is > 1 and <= Most))
            foreach (var (one, other) in from one in alike
                                         from other in alike
                                         where one.To <= other.From && one.Text != other.Text
                                         select (one, other))
                foreach (var (name, load) in Settings(of.Code[one.From]))
                    foreach (var (how, sign, op) in name == "1" ? Signs[..2] : Signs)
                        yield return new(
                            string.Format(null, how, $"{one.Text} and {other.Text}", name) + $" {alike.Key.Where}",
                            of.PlaceOf(one), With(one, load, op), With(other, load, op))
                        {
                            Renaming = new(of, other.From, other.Text, $"{other.Text} {sign} {name.Split(' ')[0]}"),
                        };
    }

    private static readonly (string How, string Sign, string Op)[] Signs =
    [
        ("{1} is subtracted from {0}", "-", "sub"), ("{1} is added to {0}", "+", "add"),
        ("{0} are multiplied by {1}", "*", "mul"),
    ];

    private Replacement With(Expression one, Op[] load, string op) =>
        new(of.Method, one.To, 0, [.. load, Named(of.Code[one.From], op)]);

    /// <summary>Whether something is a variable, or one that is multiplied.</summary>
    private bool IsOfAnAxis(Expression one) => one.Parts is [] ? of.Code[one.From].Family == "ldloc"
        : one.Parts is [{ Parts: [] } variable, _] && of.Code[one.To - 1].Family == "mul" && IsOfAnAxis(variable);

    /// <summary>Whole numbers that stay as they are.</summary>
    private IEnumerable<(string Name, Op[] Load)> Settings(Op at) => of.VariablesAt(at, typeof(int))
        .Where(one => one.Load is not [{ Family: "ldloc" } local] || of.Definitions.ContainsKey(local.Operand))
        .Concat(of.Variables.Constants.Where(c => c > 1).Select(c => (of.Variables.NameOf(c), new[] { Number(at, c) })))
        .Append(("1", [Number(at, 1)]));
}
