using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace CnnVerified.Verification.Tracing;

/// <summary>One instruction of a method.</summary>
/// <param name="Family">The part of its name before the dot.</param>
/// <param name="Name">Its name.</param>
/// <param name="Operand">What follows it: a number, a token, a variable, or the instruction that is jumped to.</param>
/// <param name="Offset">Where it stands among the method's bytes.</param>
internal sealed record Op(string Family, string Name, long Operand, int Offset)
{
    /// <summary>Where a switch jumps to; null for others.</summary>
    public int[]? Targets { get; init; }

    /// <summary>What it calls, instead of what its operand stands for.</summary>
    public MemberInfo? Member { get; init; }
}

/// <summary>What a method consists of, read once.</summary>
internal sealed record Body(Op[] Code, Type[] Locals, Finally[] Finallies, string?[] Parameters)
{
    /// <summary>Whether exceptions are caught in it.</summary>
    public bool Catches { get; private init; }

    /// <summary>Every instruction by its name.</summary>
    public static readonly Dictionary<string, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Name!);

    private static readonly Dictionary<int, OpCode> Numbered =
        Codes.Values.ToDictionary(code => code.Value & 0xffff);

    private static readonly ConcurrentDictionary<MethodBase, Body> Known = [];

    /// <exception cref="NotSupportedException">It is not compiled to instructions.</exception>
    public static Body Of(MethodBase method) => Known.GetOrAdd(method, Read);

    private static Body Read(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } il)
            throw new NotSupportedException($"{method} has no body");
        var (code, index, bytes) = (new List<Op>(), new Dictionary<int, int>(), 0);
        while (bytes < il.Length)
        {
            var start = bytes;
            var of = Numbered[il[bytes] == 0xfe ? 0xfe00 | il[bytes + 1] : il[bytes]];
            bytes += of.Size;
            var operand = Operand(il, ref bytes, of.OperandType, out var targets);
            var (name, family) = (of.Name!, of.Name!.Split('.')[0]);
            if (family is "ldarg" or "ldloc" or "stloc" && char.IsAsciiDigit(name[^1])) operand = name[^1] - '0';
            index[start] = code.Count;
            code.Add(new(family, name, operand, start) { Targets = targets });
        }
        index[bytes] = code.Count;
        return new(
            [.. code.Select(op => op.Targets is { } all ? op with { Targets = Array.ConvertAll(all, at => index[at]) }
                : IsJump(op) ? op with { Operand = index[(int)op.Operand] } : op)],
            [.. body.LocalVariables.Select(one => one.LocalType)],
            [.. body.ExceptionHandlingClauses.Where(one => one.Flags == ExceptionHandlingClauseOptions.Finally).Select(
                one => new Finally(index[one.TryOffset], index[one.TryOffset + one.TryLength],
                    index[one.HandlerOffset], index[one.HandlerOffset + one.HandlerLength]))],
            [.. method.GetParameters().Select(one => one.Name)])
        {
            Catches = body.ExceptionHandlingClauses.Any(
                one => one.Flags != ExceptionHandlingClauseOptions.Finally),
        };
    }

    /// <summary>Methods of the checked code and all that they call of it.</summary>
    public static HashSet<MethodBase> Reached(IEnumerable<MethodBase> from)
    {
        var (all, next) = (new HashSet<MethodBase>(), new Stack<MethodBase>(from));
        while (next.TryPop(out var method))
            if (all.Add(method))
                foreach (var called in Called(method).Where(one => one.GetMethodBody() is not null))
                    if (called.DeclaringType is { } type && Interpreter.IsOwn(type)) next.Push(called);
        return all;
    }

    /// <summary>What a method calls by name.</summary>
    public static IEnumerable<MethodBase> Called(MethodBase method) => Of(method).Code
        .Where(op => op.Family is "call" or "callvirt" or "newobj" or "ldftn" or "ldvirtftn")
        .Select(op => Interpreter.Resolved<MethodBase>(method, op.Operand));

    /// <summary>What an instruction is about: a method, a field or a type; null where there is none.</summary>
    public static MemberInfo? MemberOf(MethodBase method, Op op) => op.Member ?? (Codes[op.Name].OperandType
        is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok
        ? Interpreter.Resolved<MemberInfo>(method, op.Operand) : null);

    /// <summary>Whether an instruction may go on elsewhere.</summary>
    public static bool IsJump(Op op) =>
        op.Family is "br" or "leave" or "brtrue" or "brfalse" or "beq" or "bne" or "bge" or "bgt" or "ble" or "blt";

    /// <summary>What follows an instruction; of a jump, where it goes to.</summary>
    private static long Operand(byte[] il, ref int at, OperandType type, out int[]? targets)
    {
        var from = at;
        at += type switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(from)),
            _ => 4,
        };
        var (bytes, next) = (il.AsMemory(from, at - from), at);
        targets = type != OperandType.InlineSwitch ? null : [.. Enumerable.Range(1, bytes.Length / 4 - 1)
            .Select(i => next + BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[(4 * i)..]))];
        return type switch
        {
            OperandType.InlineNone or OperandType.InlineSwitch => 0,
            OperandType.ShortInlineVar => bytes.Span[0],
            OperandType.ShortInlineI => (sbyte)bytes.Span[0],
            OperandType.ShortInlineBrTarget => next + (sbyte)bytes.Span[0],
            OperandType.InlineBrTarget => next + BinaryPrimitives.ReadInt32LittleEndian(bytes.Span),
            OperandType.InlineVar => BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span),
            OperandType.InlineI8 or OperandType.InlineR => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span),
            _ => BinaryPrimitives.ReadInt32LittleEndian(bytes.Span),
        };
    }
}

/// <summary>What is done whenever a block is left, by instructions: the block, where that begins and ends.</summary>
internal sealed record Finally(int From, int To, int Handler, int End)
{
    /// <summary>Whether an instruction stands in the block.</summary>
    public bool Covers(int at) => From <= at && at < To;
}
