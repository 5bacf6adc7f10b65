using System.Reflection;

namespace CnnVerified.Verification.Editing;

/// <summary>Reads the expressions of a method off its instructions.</summary>
internal sealed class ExpressionReader
{
    private readonly EditedMethod of;
    private readonly Op[] code;
    private readonly List<Expression> all = [];
    private readonly List<int> unnamed = [];
    private readonly Dictionary<int, Jump> conditions = [], ends = [];         // by where they lead
    private readonly Dictionary<int, int> leading;                             // how many lead there
    private List<Expression?> stack = [];

    private ExpressionReader(EditedMethod of)
    {
        (this.of, code) = (of, of.Code);
        leading = code.SelectMany(op => op.Targets ?? (Body.IsJump(op) ? [(int)op.Operand] : []))
            .CountBy(to => to).ToDictionary();
    }

    /// <summary>
    /// Every expression of a method, parts before wholes, and the calls that take one number that has no name:
    /// optimised code keeps it on the stack.
    /// </summary>
    public static (Expression[] All, int[] Unnamed) Of(EditedMethod of)
    {
        var reader = new ExpressionReader(of);
        reader.Read();
        return ([.. reader.all], [.. reader.unnamed]);
    }

    private void Read()
    {
        var reads = of.Uses.Reads.GroupBy(one => one.At + one.Count - 1).ToDictionary(
            one => one.Key, one => one.MinBy(use => use.Count)!);
        var prefix = -1;
        for (var i = 0; i < code.Length; i++)
        {
            if (leading.TryGetValue(i, out var count)) Join(i, count);
            if (code[i].Family is "constrained" or "readonly")
            {
                if (prefix < 0) prefix = i;
                continue;
            }
            // Of a struct that is no variable the compiler keeps a copy, so as to have its address.
            if (of.Variables.IsCopied(i) && stack.Count > 0)
            {
                if (stack[^1] is { } copied) stack[^1] = copied with { To = i + 2 };
                i++;
                continue;
            }
            var (pops, pushes) = StackDepths.Change(of.Method, code[i]);
            var operands = Popped(pops);
            var made = pushes != 1 ? null
                : reads.TryGetValue(i, out var use) ? new(use.At, i + 1, use.Type, use.Name)
                : Array.Exists(operands, one => one is null) ? null
                : Computation.Of(of, i, prefix >= 0 ? prefix : i, operands!);
            if (operands is [null] && code[i].Family == "call" && Body.MemberOf(of.Method, code[i]) is MethodInfo called
                && called.GetParameters() is [{ ParameterType: var taken }] && Donor.IsNumber(taken)) unnamed.Add(i);
            var does = Computation.Symbol(of.Method, code[i]);
            foreach (var (k, part) in operands.Index()) part?.IsPartOf(made, $"{k} of {does}");
            if (IsOfAnEntry(i, operands.Length) is > 1 and var rank
                && Array.TrueForAll(operands[1..(1 + rank)], one => one is not null)
                && Expression.Indices(operands[1..(1 + rank)]!) is { } indices) all.Add(indices);
            if (made is not null) all.Add(made);
            if (Body.IsJump(code[i])) Leave(i, operands);
            for (var k = 0; k < pushes; k++) stack.Add(pushes == 1 ? made : null);
            prefix = -1;
        }
    }

    private Expression?[] Popped(int count)
    {
        var popped = new Expression?[count];
        for (var k = count - 1; k >= 0; k--)
            if (stack.Count > 0)
            {
                popped[k] = stack[^1];
                stack.RemoveAt(stack.Count - 1);
            }
        return popped;
    }

    /// <summary>How many indices an instruction takes behind its array or tensor; 0 if it takes none.</summary>
    private int IsOfAnEntry(int i, int operands) => code[i].Family is "call" or "callvirt"
        && Body.MemberOf(of.Method, code[i]) is MethodInfo { Name: "Get" or "Set" or "Address" or "get_Item" } called
        && called.GetParameters() is var taken && operands == taken.Length + 1
        ? taken.TakeWhile(one => one.ParameterType == typeof(int)).Count() : 0;

    private void Leave(int i, Expression?[] asked)
    {
        var jump = new Jump(i, asked, [.. stack]);
        if (asked.Length > 0 && code[i].Operand > i && !Array.Exists(asked, one => one is null))
            all.AddRange(Expression.Conditions(asked!, Computation.Comparison(code[i].Family), code[i]));
        if (code[i].Family != "br") conditions[(int)code[i].Operand] = jump;
        else ends[(int)code[i].Operand] = jump;
    }

    /// <summary>What lies on the stack where ways meet: one of two values, or nothing that is known.</summary>
    private void Join(int i, int count)
    {
        var isOnly = i > 0 && code[i - 1].Family is "br" or "ret" or "throw";
        if (count == 1 && isOnly && conditions.TryGetValue(i, out var condition)) stack = [.. condition.Stack];
        else if (count == 1 && !isOnly && ends.TryGetValue(i, out var end)
            && conditions.TryGetValue(end.At + 1, out var asked) && !Array.Exists(asked.Asked, one => one is null)
            && asked.Asked.Length > 0 && end.Stack is [.., { } first] && stack is [.., { } second]
            && first.From == asked.At + 1 && first.To == end.At && second.From == end.At + 1 && second.To == i
            && first.Type == second.Type && end.Stack.Length == stack.Count)
        {
            var (then, other) = code[asked.At].Family == "brfalse" ? (first, second) : (second, first);
            var choice = Expression.Choice(
                asked.Asked!, Computation.Comparison(code[asked.At].Family), then, other, i);
            foreach (var part in choice.Parts) part.IsPartOf(choice, Expression.Side);
            all.Add(choice);
            stack[^1] = choice;
        }
        else stack = [];
    }

    /// <summary>A jump, what it asks, and what lies on the stack after it.</summary>
    private sealed record Jump(int At, Expression?[] Asked, Expression?[] Stack);
}
