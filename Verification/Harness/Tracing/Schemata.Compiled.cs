using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace CnnVerified.Verification.Tracing;

/// <content>Compiles a method with all its replacements.</content>
internal sealed partial class Schemata
{
    private DynamicMethod Compiled(MethodBase method)
    {
        var body = Body.Of(method);
        if (body.Catches) throw new NotSupportedException();
        var type = method.DeclaringType!;
        Type[] own = method.IsStatic ? [] : [type.IsValueType ? type.MakeByRefType() : type];
        Type[] types = [.. own, .. method.GetParameters().Select(one => one.ParameterType)];
        var twin = new DynamicMethod(method.Name, (method as MethodInfo)?.ReturnType ?? typeof(void),
            [.. types, typeof(MutantRun)], Home, skipVisibility: true);
        var il = twin.GetILGenerator();
        foreach (var local in body.Locals) il.DeclareLocal(local);
        var (chosen, run) = (il.DeclareLocal(typeof(int)), types.Length);
        Label[] labels = [.. Enumerable.Range(0, body.Code.Length + 1).Select(_ => il.DefineLabel())];
        for (var i = 0; i <= body.Code.Length; i++)
        {
            foreach (var block in body.Finallies.OrderByDescending(one => one.To - one.From))
            {
                if (block.End == i) il.EndExceptionBlock();
                if (block.Handler == i) il.BeginFinallyBlock();
            }
            var original = il.DefineLabel();
            il.MarkLabel(labels[i]);
            foreach (var block in body.Finallies.OrderByDescending(one => one.To - one.From))
                if (block.From == i) il.BeginExceptionBlock();
            if (slots.TryGetValue((method, i), out var slot))
            {
                il.Emit(OpCodes.Ldarg, run);
                il.Emit(OpCodes.Ldfld, typeof(MutantRun).GetField(nameof(MutantRun.Chosen))!);
                il.Emit(OpCodes.Ldc_I4, slot);
                il.Emit(OpCodes.Ldelem_I4);
                il.Emit(OpCodes.Stloc, chosen);
                il.Emit(OpCodes.Ldloc, chosen);
                il.Emit(OpCodes.Brfalse, original);
            }
            foreach (var (k, one) in there[(method, i)].Index())
            {
                var next = il.DefineLabel();
                il.Emit(OpCodes.Ldloc, chosen);
                il.Emit(OpCodes.Ldc_I4, 1 + k);
                il.Emit(OpCodes.Bne_Un, next);
                foreach (var op in one.Instead) Emit(op, i);
                il.Emit(OpCodes.Br, one.Count == 0 ? original : labels[i + one.Count]);
                il.MarkLabel(next);
            }
            il.MarkLabel(original);
            if (i < body.Code.Length) Emit(body.Code[i], i);
        }
        return twin;

        void Emit(Op op, int at)
        {
            if (Body.IsJump(op) && op.Operand <= at)
            {
                il.Emit(OpCodes.Ldarg, run);
                il.Emit(OpCodes.Call, typeof(MutantRun).GetMethod(nameof(MutantRun.Tick))!);
            }
            switch (op.Family)
            {
                case "ldarg" or "ldarga" or "starg" or "ldloc" or "ldloca" or "stloc":
                    il.Emit(Body.Codes[op.Family], (short)op.Operand);
                    break;
                case "ldc" when op.Name.StartsWith("ldc.i4", StringComparison.Ordinal):
                    il.Emit(OpCodes.Ldc_I4, (int)Interpreter.Constant(op.Name, op.Operand).Whole);
                    break;
                case "ldc" when op.Name == "ldc.i8": il.Emit(OpCodes.Ldc_I8, op.Operand); break;
                case "ldc" when op.Name == "ldc.r4":
                    il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle((int)op.Operand));
                    break;
                case "ldc": il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(op.Operand)); break;
                case "ldstr": il.Emit(OpCodes.Ldstr, method.Module.ResolveString((int)op.Operand)); break;
                case "switch": il.Emit(OpCodes.Switch, Array.ConvertAll(op.Targets!, to => labels[to])); break;
                case "endfinally": break;                                    // the block's end does
                case var _ when Body.IsJump(op):
                    il.Emit(Body.Codes[op.Name.EndsWith(".s") ? op.Name[..^2] : op.Name], labels[op.Operand]);
                    break;
                case "ldftn" when Bound(at).Length > 0: break;
                case "ldvirtftn" when Bound(at).Length > 0: il.Emit(OpCodes.Pop); break;      // of the same object
                case "newobj" when at > 0 && Bound(at - 1) is { Length: > 0 } all: Bind(at, all); break;
                default: Member(Body.Codes[op.Name], op); break;
            }
        }

        void Member(OpCode code, Op op)
        {
            switch (Body.MemberOf(method, op))
            {
                case null when code.OperandType == OperandType.InlineNone: il.Emit(code); break;
                case MethodInfo called when code != OpCodes.Ldftn && code != OpCodes.Ldvirtftn
                    && (!called.IsVirtual || called.IsFinal) && Of(called) is { } other:
                    il.Emit(OpCodes.Ldarg, run);
                    il.Emit(OpCodes.Call, other);
                    break;
                case MethodInfo called when code == OpCodes.Callvirt && Overriding(called) is { Length: > 0 } all:
                    Dispatch(called, all);
                    break;
                case MethodInfo called: il.Emit(code, called); break;
                case ConstructorInfo made: il.Emit(code, made); break;
                case FieldInfo field when IsKept(field):
                    if (code.StackBehaviourPop != StackBehaviour.Pop0) il.Emit(OpCodes.Pop);
                    if (code == OpCodes.Stfld) il.Emit(OpCodes.Pop);
                    if (code == OpCodes.Ldfld || code == OpCodes.Ldsfld) il.Emit(OpCodes.Ldnull);
                    break;
                case FieldInfo field: il.Emit(code, field); break;
                case Type of: il.Emit(code, of); break;
                default: throw new NotSupportedException(op.Name);
            }
        }

        // Which method is meant, the object's type tells.
        void Dispatch(MethodInfo called, MethodInfo[] all)
        {
            LocalBuilder[] given = [.. called.GetParameters().Select(one => il.DeclareLocal(one.ParameterType))];
            var (of, end) = (il.DeclareLocal(called.DeclaringType!), il.DefineLabel());
            foreach (var one in given.Reverse()) il.Emit(OpCodes.Stloc, one);
            il.Emit(OpCodes.Stloc, of);
            foreach (var one in all)
            {
                var next = il.DefineLabel();
                il.Emit(OpCodes.Ldloc, of);
                il.Emit(OpCodes.Isinst, one.DeclaringType!);
                il.Emit(OpCodes.Brfalse, next);
                // A virtual method may call itself, and with an edit never end.
                il.Emit(OpCodes.Call, ((Action)RuntimeHelpers.EnsureSufficientExecutionStack).Method);
                Arguments();
                il.Emit(OpCodes.Ldarg, run);
                il.Emit(OpCodes.Call, Of(one)!);
                il.Emit(OpCodes.Br, end);
                il.MarkLabel(next);
            }
            Arguments();
            il.Emit(OpCodes.Callvirt, called);
            il.MarkLabel(end);

            void Arguments()
            {
                il.Emit(OpCodes.Ldloc, of);
                foreach (var one in given) il.Emit(OpCodes.Ldloc, one);
            }
        }

        // A delegate is made of the methods with their replacements, where there are some.
        MethodInfo[] Bound(int at) => body.Code[at].Family is not ("ldftn" or "ldvirtftn")
            || body.Code[at + 1].Family != "newobj"
            || Body.MemberOf(method, body.Code[at]) is not MethodInfo { DeclaringType.IsValueType: false } of ? []
            : body.Code[at].Family == "ldvirtftn" ? Overriding(of) : Of(of) is null ? [] : [of];

        void Bind(int at, MethodInfo[] all)
        {
            var kind = Body.MemberOf(method, body.Code[at])!.DeclaringType!;
            Delegates.Add((kind, Adapter(all, kind.GetMethod("Invoke")!)));
            il.Emit(OpCodes.Ldarg, run);
            il.Emit(OpCodes.Ldc_I4, Delegates.Count - 1);
            il.Emit(OpCodes.Call, ((Func<object?, MutantRun, int, Delegate>)MutantRun.Bound).Method);
            il.Emit(OpCodes.Castclass, kind);
        }
    }

    /// <summary>What a delegate calls, by the closure in front: the method that the object's type tells.</summary>
    private DynamicMethod Adapter(MethodInfo[] all, MethodInfo invoke)
    {
        Type[] types = [.. invoke.GetParameters().Select(one => one.ParameterType)];
        var adapter = new DynamicMethod(
            all[0].Name, invoke.ReturnType, [typeof(MutantRun.Closure), .. types], Home, skipVisibility: true);
        var il = adapter.GetILGenerator();
        foreach (var of in all)
        {
            var next = il.DefineLabel();
            if (of != all[^1])
            {
                Load(nameof(MutantRun.Closure.Target));
                il.Emit(OpCodes.Isinst, of.DeclaringType!);
                il.Emit(OpCodes.Brfalse, next);
            }
            if (!of.IsStatic)
            {
                Load(nameof(MutantRun.Closure.Target));
                il.Emit(OpCodes.Castclass, of.DeclaringType!);
            }
            for (var i = 1; i <= types.Length; i++) il.Emit(OpCodes.Ldarg, i);
            Load(nameof(MutantRun.Closure.Run));
            il.Emit(OpCodes.Call, Of(of)!);
            il.Emit(OpCodes.Ret);
            il.MarkLabel(next);
        }
        return adapter;

        void Load(string name)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, typeof(MutantRun.Closure).GetField(name)!);
        }
    }

    /// <summary>Whether the compiler keeps a delegate there, so as to make it once: it belongs to no run.</summary>
    private static bool IsKept(FieldInfo field) => typeof(Delegate).IsAssignableFrom(field.FieldType)
        && (field.Name.StartsWith("<>9__", StringComparison.Ordinal) || field.DeclaringType?.Name == "<>O");
}
