using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// Runs compiled code on numbers that remember how they were computed, instruction by instruction as ECMA-335 (6th
/// edition, part III) defines them. Code over double alone shows its operations so. What it does not know throws.
/// </summary>
internal sealed partial class Interpreter(Memory memory)
{
    private const int MostInstructions = 400_000, Deepest = 200;

    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xffff);

    private int instructions, depth;

    /// <summary>Calls a delegate with arguments as compiled code has them.</summary>
    public Datum Call(Delegate of, params object?[] arguments) => Call(of, Array.ConvertAll(arguments, Datum.From));

    /// <summary>Calls a delegate.</summary>
    public Datum Call(Delegate of, params Datum[] arguments) => of.GetInvocationList().Length > 1
        ? throw new NotSupportedException("several methods")
        : of.Method.IsStatic && of.Target is null ? Static(of.Method, arguments)
        : Run(of.Method, [Datum.OfObject(of.Target), .. arguments]);

    private Datum Run(MethodBase method, Datum[] arguments)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
            throw new NotSupportedException($"{method} has no body");
        if (++depth > Deepest) throw new NotSupportedException("too deep");
        arguments = Array.ConvertAll(arguments, one => one.Copy());
        var locals = body.LocalVariables.Select(one => Datum.Default(one.LocalType)).ToArray();
        var (stack, at) = (new Stack<Datum>(), 0);
        MethodBase? constrained = null;
        Type? constraint = null;
        while (true)
        {
            if (++instructions > MostInstructions) throw new NotSupportedException("too long");
            var start = at;
            var code = Codes[il[at] == 0xfe ? 0xfe00 | il[at + 1] : il[at]];
            at += code.Size;
            var operand = Operand(il, ref at, code.OperandType);
            var name = code.Name!;
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            var family = dot < 0 ? name : name[..dot];
            switch (family)
            {
                case "nop" or "volatile" or "readonly" or "tail" or "break": break;
                case "ldarg": stack.Push(arguments[Number(name, operand)].Copy()); break;
                case "starg": arguments[(int)operand] = stack.Pop().Copy(); break;
                case "ldarga": stack.Push(Address(arguments, (int)operand)); break;
                case "ldloc": stack.Push(locals[Number(name, operand)].Copy()); break;
                case "stloc": locals[Number(name, operand)] = stack.Pop().Copy(); break;
                case "ldloca": stack.Push(Address(locals, (int)operand)); break;
                case "ldstr": stack.Push(Datum.OfObject(method.Module.ResolveString((int)operand))); break;
                case "ldnull": stack.Push(Datum.OfObject(null)); break;
                case "ldc": stack.Push(Constant(name, operand)); break;
                case "dup": stack.Push(stack.Peek().Copy()); break;
                case "pop": stack.Pop(); break;
                case "ret":
                    depth--;
                    return stack.Count > 0 ? stack.Pop() : default;
                case "br": at += (int)operand; break;
                case "leave":
                    stack.Clear();
                    at += (int)operand;
                    break;
                case "brtrue": if (stack.Pop().IsTrue) at += (int)operand; break;
                case "brfalse": if (!stack.Pop().IsTrue) at += (int)operand; break;
                case "beq" or "bne" or "bge" or "bgt" or "ble" or "blt":
                    var (second, first) = (stack.Pop(), stack.Pop());
                    if (Compares(family[1..], first, second)) at += (int)operand;
                    break;
                case "ceq" or "cgt" or "clt":
                    (second, first) = (stack.Pop(), stack.Pop());
                    stack.Push(Datum.Of(Compares(family[1..], first, second, name.EndsWith(".un"))));
                    break;
                case "switch":
                    var (table, chosen) = ((int)operand, stack.Pop().Whole);
                    var count = BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(table));
                    at = table + 4 + 4 * count;
                    if ((ulong)chosen < (ulong)count)
                        at += BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(table + 4 + 4 * (int)chosen));
                    break;
                case "add" or "sub" or "mul" or "div" or "rem" or "and" or "or" or "xor" or "shl" or "shr":
                    (second, first) = (stack.Pop(), stack.Pop());
                    Tape.At = (method, start);
                    stack.Push(Arithmetic(family, first, second));
                    break;
                case "neg":
                    Tape.At = (method, start);
                    stack.Push(stack.Pop() is var of && of.Kind == Kind.Number ? -of.Number : Datum.Of(-of.Whole));
                    break;
                case "not": stack.Push(Datum.Of(~stack.Pop().Whole)); break;
                case "conv": stack.Push(Converted(name, stack.Pop())); break;
                case "newarr":
                    stack.Push(Datum.OfObject(Array.CreateInstance(
                        Resolved<Type>(method, operand), (int)stack.Pop().Whole)));
                    break;
                case "ldlen": stack.Push(Datum.Of(((Array)stack.Pop().Object!).Length)); break;
                case "ldelem" or "ldelema":
                    var index = (int)stack.Pop().Whole;
                    var array = (Array)stack.Pop().Object!;
                    stack.Push(family == "ldelem" ? memory.Get(array, index) : Address(array, index));
                    break;
                case "stelem":
                    var stored = stack.Pop();
                    index = (int)stack.Pop().Whole;
                    memory.Set((Array)stack.Pop().Object!, index, stored);
                    break;
                case "ldfld" or "ldflda":
                    var (field, owner) = (Resolved<FieldInfo>(method, operand), stack.Pop().Object);
                    if (owner is Cell cell) owner = cell.Value.Object;
                    stack.Push(family == "ldfld" ? memory.Get(field, owner) : Address(field, owner));
                    break;
                case "stfld":
                    stored = stack.Pop();
                    owner = stack.Pop().Object;
                    if (owner is Cell to) owner = to.Value.Object;
                    memory.Set(Resolved<FieldInfo>(method, operand), owner, stored);
                    break;
                case "ldsfld": stack.Push(memory.Get(Resolved<FieldInfo>(method, operand), null)); break;
                case "ldsflda": stack.Push(Address(Resolved<FieldInfo>(method, operand), null)); break;
                case "stsfld": memory.Set(Resolved<FieldInfo>(method, operand), null, stack.Pop()); break;
                case "ldind" or "ldobj": stack.Push(((Cell)stack.Pop().Object!).Value.Copy()); break;
                case "stind" or "stobj":
                    stored = stack.Pop();
                    ((Cell)stack.Pop().Object!).Value = stored.Copy();
                    break;
                case "initobj":
                    ((Cell)stack.Pop().Object!).Value = Datum.Default(Resolved<Type>(method, operand));
                    break;
                case "ldftn": stack.Push(Datum.OfObject(Resolved<MethodBase>(method, operand))); break;
                case "ldtoken": stack.Push(Datum.OfObject(Handle(Resolved<MemberInfo>(method, operand)))); break;
                case "castclass" or "box": break;
                case "unbox" when name == "unbox.any": break;
                case "isinst":
                    var given = stack.Pop();
                    stack.Push(Resolved<Type>(method, operand).IsInstanceOfType(given.Object)
                        ? given : Datum.OfObject(null));
                    break;
                case "constrained": constraint = Resolved<Type>(method, operand); break;
                case "newobj" or "call" or "callvirt":
                    constrained = Resolved<MethodBase>(method, operand);
                    Tape.At = (method, start);
                    if (Called(constrained, stack, family, constraint) is { } result) stack.Push(result);
                    constraint = null;
                    break;
                default: throw new NotSupportedException(name);
            }
        }
    }

    private static T Resolved<T>(MethodBase method, long token) where T : MemberInfo =>
        (T)method.Module.ResolveMember((int)token, method.DeclaringType?.GetGenericArguments(),
            method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    private static object Handle(MemberInfo member) =>
        member is FieldInfo field ? field.FieldHandle : member is Type type ? type.TypeHandle
        : throw new NotSupportedException("a token of a method");

    /// <summary>What follows an instruction; of a switch, where its table begins.</summary>
    private static long Operand(byte[] il, ref int at, OperandType type)
    {
        var from = at;
        at += type switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };
        var bytes = il.AsSpan(from);
        return type switch
        {
            OperandType.InlineNone => 0,
            OperandType.InlineSwitch => from,
            OperandType.ShortInlineVar => bytes[0],
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI => (sbyte)bytes[0],
            OperandType.InlineVar => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            OperandType.InlineI8 or OperandType.InlineR => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        };
    }

    /// <summary>The number in an instruction's name, as in <c>ldloc.2</c>, or else behind it.</summary>
    private static int Number(string name, long operand) => char.IsAsciiDigit(name[^1]) ? name[^1] - '0' : (int)operand;

    private static Datum Constant(string name, long operand) => name switch
    {
        "ldc.r8" => new Traced(BitConverter.Int64BitsToDouble(operand)),
        "ldc.r4" => new Traced(BitConverter.Int32BitsToSingle((int)operand)),
        "ldc.i4.m1" => Datum.Of(-1),
        _ => Datum.Of(name is "ldc.i4" or "ldc.i4.s" or "ldc.i8" ? operand : name[^1] - '0'),
    };

    private static bool Compares(string relation, Datum first, Datum second, bool isUnordered = false)
    {
        if (first.Kind == Kind.Object || second.Kind == Kind.Object)
            return relation switch
            {
                "eq" => first.Object == second.Object && first.Whole == second.Whole,
                "ne" => first.Object != second.Object || first.Whole != second.Whole,
                "gt" => first.Object is not null,                            // as compilers ask whether it is null
                _ => throw new NotSupportedException(relation),
            };
        var order = first.Kind == Kind.Number ? Order(first.Number.Value, second.Number.Value)
            : first.Whole.CompareTo(second.Whole);
        return order is not { } known ? isUnordered || relation == "ne" : relation switch
        {
            "eq" => known == 0,
            "ne" => known != 0,
            "gt" => known > 0,
            "lt" => known < 0,
            "ge" => known >= 0,
            _ => known <= 0,
        };

        static int? Order(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? null : a.CompareTo(b);
    }

    private static Datum Arithmetic(string name, Datum first, Datum second)
    {
        if (first.Kind == Kind.Number)
            return name switch
            {
                "add" => first.Number + second.Number,
                "sub" => first.Number - second.Number,
                "mul" => first.Number * second.Number,
                "div" => first.Number / second.Number,
                "rem" => Traced.Of(first.Number, second.Number, "%"),
                _ => throw new NotSupportedException(name),
            };
        var (a, b) = (first.Whole, second.Whole);
        return Datum.Of(name switch
        {
            "add" => a + b,
            "sub" => a - b,
            "mul" => a * b,
            "div" => a / b,
            "rem" => a % b,
            "and" => a & b,
            "or" => a | b,
            "xor" => a ^ b,
            "shl" => a << (int)b,
            _ => a >> (int)b,
        });
    }

    private static Datum Converted(string name, Datum from) => name switch
    {
        "conv.r8" => from.Kind == Kind.Number ? from : new Traced(from.Whole),
        "conv.r4" => from.Kind == Kind.Whole ? new Traced((float)from.Whole)
            : new Traced((float)from.Number.Value, from.Number.Tape, from.Number.Step),
        "conv.u1" => Datum.Of((byte)Whole(from)),
        "conv.i4" or "conv.i" or "conv.i8" or "conv.u" or "conv.u4" or "conv.u8" => Datum.Of(Whole(from)),
        _ => throw new NotSupportedException(name),
    };

    private static long Whole(Datum from) => from.Kind == Kind.Number ? (long)from.Number.Value : from.Whole;

    private static Datum Address(Datum[] variables, int at) =>
        Datum.OfObject(new Cell(() => variables[at], value => variables[at] = value));

    private Datum Address(object array, int at) =>
        Datum.OfObject(new Cell(() => memory.Get(array, at), value => memory.Set(array, at, value)));

    private Datum Address(FieldInfo field, object? owner) => Datum.OfObject(
        new Cell(() => owner is StructValue one ? one[field.Name] : memory.Get(field, owner),
            value => memory.Set(field, owner, value)));
}
