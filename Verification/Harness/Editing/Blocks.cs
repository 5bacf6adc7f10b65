namespace CnnVerified.Verification.Editing;

/// <summary>Statements that belong into a condition's or a loop's block, or out of it.</summary>
internal sealed class Blocks(EditedMethod of)
{
    /// <summary>All of them.</summary>
    public IEnumerable<Edit> All() => of.Code.Index().Where(one => Body.IsJump(one.Item))
        .SelectMany(one => one.Item.Operand > one.Index ? OfCondition(one.Index) : OfLoop(one.Index));

    private IEnumerable<Edit> OfCondition(int at)
    {
        var (op, end) = (of.Code[at], (int)of.Code[at].Operand);
        if (op.Family is "br" or "leave") yield break;
        var where = of.PlaceOf("condition", op).Where;
        foreach (var next in of.Statements.Where(one => one.From == end))
            yield return Placed(next, $"stands under the condition {where}", Until(next.To));
        foreach (var last in of.Statements.Where(one => one.To == end && one.From > at + 1))
            yield return Placed(last, $"does not stand under the condition {where}", Until(last.From));

        Replacement Until(int other) => of.Instead(at, op with { Operand = other });
    }

    /// <summary>Of a loop that counts: its last statement before it does, and the first one behind it.</summary>
    private IEnumerable<Edit> OfLoop(int at)
    {
        var where = of.PlaceOf("loop", of.Code[at]).Where;
        var asks = of.AsksFrom(at);
        foreach (var counts in of.Statements.Where(one => one.To == asks && IsCount(of.Code[one.From..one.To])))
        {
            foreach (var next in of.Statements.Where(one => one.From == at + 1))
                yield return Placed(next, $"comes in each turn of the loop {where}", Gone(next), At(counts.From, next));
            foreach (var last in of.Statements.Where(one => one.To == counts.From))
                yield return Placed(last, $"comes after the loop {where}", Gone(last), At(at + 1, last));
        }

        Replacement Gone((int From, int To) one) => new(of.Method, one.From, one.To - one.From, []);

        Replacement At(int to, (int From, int To) one) => new(of.Method, to, 0, of.Code[one.From..one.To]);
    }

    private static bool IsCount(Op[] ops) => ops is
        [{ Family: "ldloc", Operand: var i }, { Family: "ldc" }, { Family: "add" or "sub" },
        { Family: "stloc", Operand: var j }] && i == j;

    private Edit Placed((int From, int To) statement, string how, params Replacement[] instead)
    {
        var place = of.PlaceOf("statement", of.Code[statement.From]);
        return new($"the statement {place.Where} {how}", place, instead);
    }
}
