using System.Collections.Concurrent;
using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <content>What instructions do with values: operands, comparisons, arithmetic, conversions, addresses.</content>
internal sealed partial class Interpreter
{
    private static readonly ConcurrentDictionary<(MethodBase Method, int Token), MemberInfo> Members = [];

    /// <summary>Where to go when blocks are left: last to the target, before that to what is finally done.</summary>
    private static IEnumerable<int> Left(Body body, int from, int target) =>
        body.Finallies.Where(one => one.Covers(from) && !one.Covers(target)).OrderByDescending(one => one.To - one.From)
            .Select(one => one.Handler).Prepend(target);

    /// <summary>What a token stands for.</summary>
    public static T Resolved<T>(MethodBase method, long token) where T : MemberInfo =>
        (T)Members.GetOrAdd((method, (int)token), one => one.Method.Module.ResolveMember(one.Token,
            one.Method.DeclaringType?.GetGenericArguments(),
            one.Method.IsGenericMethod ? one.Method.GetGenericArguments() : null)!);

    private static object Handle(MemberInfo member) =>
        member is FieldInfo field ? field.FieldHandle : member is Type type ? type.TypeHandle
        : throw new NotSupportedException("a token of a method");

    /// <summary>What an instruction for a constant gives.</summary>
    public static Datum Constant(string name, long operand) => name switch
    {
        "ldc.r8" => new Traced(BitConverter.Int64BitsToDouble(operand)),
        "ldc.r4" => new Traced(BitConverter.Int32BitsToSingle((int)operand)),
        "ldc.i4.m1" => Datum.Of(-1),
        _ => Datum.Of(name is "ldc.i4" or "ldc.i4.s" or "ldc.i8" ? operand : name[^1] - '0'),
    };

    private static bool Compares(string relation, Datum first, Datum second, bool isUnsigned = false)
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
            : isUnsigned ? ((ulong)first.Whole).CompareTo((ulong)second.Whole) : first.Whole.CompareTo(second.Whole);
        return order is not { } known ? isUnsigned || relation == "ne" : relation switch
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

    /// <summary>The address of a struct's field, where the struct is.</summary>
    private static Cell PartOf(Cell whole, string field) => new(
        () => ((StructValue)whole.Value.Object!)[field],
        value =>
        {
            var all = (StructValue)whole.Value.Object!;
            all[field] = value.Copy();
            whole.Value = Datum.OfObject(all);
        });

    private Datum Address(FieldInfo field, object? owner) => Datum.OfObject(
        new Cell(() => owner is StructValue one ? one[field.Name] : memory.Get(field, owner),
            value => memory.Set(field, owner, value)));
}
