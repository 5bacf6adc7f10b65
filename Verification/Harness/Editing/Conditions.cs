using System.Reflection;
using static CnnVerified.Verification.Editing.EditedMethod;

namespace CnnVerified.Verification.Editing;

/// <summary>Conditions that are the other way round, ask for equality as well, or are not asked.</summary>
internal sealed class Conditions(EditedMethod of)
{
    private const int Longest = 40;

    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All()
    {
        foreach (var (i, op) in of.Ops.Where(one => Opposite(one.Item) is not null && !IsSetting(one.Index)))
        {
            var place = of.PlaceOf(
                of.Compared(i) is var (left, right) && left.Text.Length + right.Text.Length <= Longest
                    ? $"comparison of {left.Text} and {right.Text}" : "condition", op);
            var the = place.Number == 1 ? $"the {place}" : $"{place}";
            if (WithEquality(op) is var (own, sign, opposites, other))
            {
                var signs = $"{own} stands for {sign}, or {opposites},";
                yield return new($"{signs} in {the}", place, of.Instead(i, other))
                {
                    Every = $"{signs} everywhere",
                    Renaming = new(of, i, sign, own),
                };
            }
            yield return new($"{the} is the other way round", place, of.Instead(i, Opposite(op)!));
            if (!Body.IsJump(op) || op.Operand <= i) continue;
            Op[] pops = [.. Enumerable.Repeat(Named(op, "pop"), op.Family is "brtrue" or "brfalse" ? 1 : 2)];
            yield return new($"{the} is left out", place, of.Instead(i, pops));
            yield return new($"{the} is left out", place, of.Instead(i, [.. pops, Named(op, "br")]));
        }
    }

    /// <summary>Whether a condition is about a text, which says what is wanted and is no mathematics.</summary>
    private bool IsSetting(int at) => Enumerable.Range(Math.Max(0, at - 2), Math.Min(2, at)).Any(i =>
        of.Code[i].Family is "call" or "callvirt"
        && Interpreter.Resolved<MethodBase>(of.Method, of.Code[i].Operand).DeclaringType == typeof(string))
        || at > 0 && of.Variables.IsHidden(at - 1);                           // of several texts

    private static Op[]? Opposite(Op op) => op.Family switch
    {
        "brtrue" => [Named(op, "brfalse")],
        "brfalse" => [Named(op, "brtrue")],
        "beq" => [Named(op, "bne.un")],
        "bne" => [Named(op, "beq")],
        "blt" => [Named(op, "bge")],
        "bge" => [Named(op, "blt")],
        "ble" => [Named(op, "bgt")],
        "bgt" => [Named(op, "ble")],
        "ceq" or "clt" or "cgt" => Not(op),
        _ => null,
    };

    /// <summary>
    /// The comparison that differs where both are equal, and the signs in words: compilers often ask for the opposite.
    /// </summary>
    private static (string Own, string Sign, string Opposites, Op[] Ops)? WithEquality(Op op) => op.Family switch
    {
        "blt" => ("<=", "<", "> for >=", [Named(op, "ble")]),
        "ble" => ("<", "<=", ">= for >", [Named(op, "blt")]),
        "bge" => (">", ">=", "<= for <", [Named(op, "bgt")]),
        "bgt" => (">=", ">", "< for <=", [Named(op, "bge")]),
        "clt" => ("<=", "<", "> for >=", Not(Named(op, "cgt"))),
        "cgt" => (">=", ">", "< for <=", Not(Named(op, "clt"))),
        _ => null,
    };

    private static Op[] Not(Op comparison) => [comparison, Number(comparison, 0), Named(comparison, "ceq")];
}
