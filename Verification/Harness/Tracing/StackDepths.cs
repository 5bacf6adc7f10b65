using System.Reflection;
using System.Reflection.Emit;

namespace CnnVerified.Verification.Tracing;

/// <summary>How many values lie on the stack before each instruction of a method.</summary>
internal static class StackDepths
{
    /// <summary>One for each instruction, and one behind the last.</summary>
    public static int[] Of(MethodBase method)
    {
        var code = Body.Of(method).Code;
        var (depths, jumped, depth) = (new int[code.Length + 1], new Dictionary<int, int>(), 0);
        foreach (var (i, op) in code.Index())
        {
            depths[i] = depth = Math.Max(depth, jumped.GetValueOrDefault(i));
            var (pops, pushes) = Change(method, op);
            depth += pushes - pops;
            if (Body.IsJump(op)) jumped.TryAdd((int)op.Operand, depth);
            foreach (var target in op.Targets ?? []) jumped.TryAdd(target, depth);
            if (op.Family is "br" or "ret" or "throw" or "leave") depth = 0;
        }
        return depths;
    }

    /// <summary>How many values an instruction takes from the stack, and how many it leaves there.</summary>
    public static (int Pops, int Pushes) Change(MethodBase method, Op op)
    {
        if (op.Family is "call" or "callvirt" or "newobj")
        {
            var called = Interpreter.Resolved<MethodBase>(method, op.Operand);
            var isNew = op.Family == "newobj";
            var gives = isNew || called is MethodInfo { ReturnType: var type } && type != typeof(void);
            return (called.GetParameters().Length + (isNew || called.IsStatic ? 0 : 1), gives ? 1 : 0);
        }
        var code = Body.Codes[op.Name];
        return (Count(code.StackBehaviourPop.ToString(), "Pop0"), Count(code.StackBehaviourPush.ToString(), "Push0"));

        // Pushi, Popref_popi_popi and the like; what varies is that of calls and of ret.
        static int Count(string name, string none) =>
            name == none || name.StartsWith("Var", StringComparison.Ordinal) ? 0 : name.Split('_').Length;
    }
}
