using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CnnVerified.Verification.Tracing;

/// <content>Calls: the checked code's own methods are interpreted, the library's mathematics is recorded.</content>
internal sealed partial class Interpreter
{
    private static readonly string[] Mathematics = ["System.Math", "System.MathF", "System.Double", "System.Single"];

    private static readonly string[] Functions =
    [
        "Abs", "Exp", "Exp2", "Exp10", "Log", "Log2", "Log10", "Sqrt", "Cbrt", "Sin", "Cos", "Tan", "SinPi", "CosPi",
        "TanPi", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh", "Pow", "Hypot", "Atan2",
        "Max", "Min",
    ];

    /// <summary>Calls a method with what is on the stack; what it gives, if anything.</summary>
    private Datum? Called(
        MethodBase method, Stack<Datum> stack, string instruction, Type? constraint, CallSite site)
    {
        // What is locked here might never be let go: the interpreter knows no finally.
        if (method.DeclaringType?.Namespace?.StartsWith("System.Threading", StringComparison.Ordinal) == true)
            throw new NotSupportedException(method.Name);
        var parameters = method.GetParameters();
        var arguments = new Datum[parameters.Length];
        for (var i = arguments.Length - 1; i >= 0; i--) arguments[i] = stack.Pop();
        if (instruction == "newobj") return New((ConstructorInfo)method, arguments);
        var caller = Tape.Caller;
        Tape.Caller = site;
        var result = method.IsStatic && constraint is not null ? Generic(method, arguments, constraint)
            : method.IsStatic ? Static(method, arguments) : Instance(method, stack.Pop(), arguments, constraint);
        Tape.Caller = caller;
        return method is MethodInfo { ReturnType: var type } && type != typeof(void) ? result : null;
    }

    private Datum New(ConstructorInfo constructor, Datum[] arguments)
    {
        var type = constructor.DeclaringType!;
        if (typeof(Delegate).IsAssignableFrom(type))
            return Datum.OfObject(Delegate.CreateDelegate(type, arguments[0].Object, (MethodInfo)arguments[1].Object!));
        if (type.IsByRefLike && arguments is [{ Object: Array }, ..]) return Spanned(arguments);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return Datum.OfObject(new Growing(type.GetGenericArguments()[0],
                arguments is [{ Object: { } from }] ? [.. Sequence.Of(memory, Datum.OfObject(from))] : []));
        if (type.IsArray) return Datum.OfObject(Array.CreateInstance(
            type.GetElementType()!, [.. arguments.Select(one => (int)one.Whole)]));
        if (type.IsValueType && StructValue.Is(type))
        {
            var made = Datum.Default(type);
            var fields = (StructValue)made.Object!;
            if (type.Namespace == "System")
                foreach (var (i, one) in arguments.Index()) fields[i < 7 ? $"Item{i + 1}" : "Rest"] = one.Copy();
            else Run(constructor, [Datum.OfObject(new Cell(() => made, value => made = value)), .. arguments]);
            return made;
        }
        // A collection expression gives a view of what it collected, or of one item.
        if (type.Name.StartsWith("<>z__ReadOnly", StringComparison.Ordinal))
            return !type.Name.Contains("Single", StringComparison.Ordinal) ? arguments[0]
                : Datum.OfObject(new Growing(type.GetGenericArguments()[0], [arguments[0].Copy()]));
        if (!IsOwn(constructor))
            return Datum.From(constructor.Invoke(Compiled(constructor, arguments)));
        var self = RuntimeHelpers.GetUninitializedObject(type);
        Run(constructor, [Datum.OfObject(self), .. arguments]);
        return Datum.OfObject(self);
    }

    private Datum Static(MethodBase method, Datum[] arguments)
    {
        var type = method.DeclaringType!;
        if (Mathematics.Contains(type.FullName) && arguments.Length is 1 or 2
            && Array.TrueForAll(arguments, one => one.Kind == Kind.Number) && Functions.Contains(method.Name))
            return arguments.Length == 1 ? Traced.Of(arguments[0].Number, method.Name)
                : Traced.Of(arguments[0].Number, arguments[1].Number, method.Name);
        if (method.Name == "GetSubArray" && arguments[0].Object is Array from)
        {
            var (start, length) = ((Range)arguments[1].As(typeof(Range))!).GetOffsetAndLength(from.Length);
            return Sequence.ToArray(memory, from.GetType().GetElementType()!,
                Enumerable.Range(start, length).Select(i => memory.Get(from, i)));
        }
        if (method.Name == "op_Implicit" && arguments[0].Object is Slice) return arguments[0];
        if (type == typeof(CollectionsMarshal) && arguments[0].Object is Growing list)
        {
            if (method.Name == "AsSpan") return Datum.OfObject(new Slice(list, 0, list.Items.Count));
            list.SetCount((int)arguments[1].Whole);
            return default;
        }
        if (arguments is [{ Object: Array }, ..] && (method.Name == "AsSpan" || method.Name == "op_Implicit"
            && type.Name is "Span`1" or "ReadOnlySpan`1")) return Spanned(arguments);
        if (type == typeof(Enumerable)) return Sequence.Called(this, memory, (MethodInfo)method, arguments);
        if (type == typeof(Array) && method.Name == "ConvertAll")
            return Sequence.ToArray(memory, ((MethodInfo)method).GetGenericArguments()[1],
                Sequence.Of(memory, arguments[0]).Select(one => Call((Delegate)arguments[1].Object!, one)));
        if (method.Name == "RequireGradients") return default;
        if (type.FullName == "CnnVerified.Layers.Kernels.Vectors.Lanes") return Datum.Of(0);              // no kernels
        if (type.Name == "ArrayNumbers" && arguments[0].Object is Array numbers)
            switch (method.Name)
            {
                case "Copy": return Datum.OfObject(memory.Clone(numbers));
                case "Of":
                    return Collected(Sequence.Of(memory, arguments[0]).Select(
                    one => one.Kind == Kind.Number ? one : throw new NotSupportedException("rows of rows")));
                case "Set" when arguments[1].Object is Slice other:
                    return Copied(other, new Slice(numbers, 0, numbers.Length));
            }
        if (IsOwn(method)) return Run(method, arguments);
        return Datum.From(method.Invoke(null, Compiled(method, arguments)));
    }

    private Datum Instance(MethodBase method, Datum target, Datum[] arguments, Type? constraint)
    {
        if (method is ConstructorInfo constructor && target.Object is Cell variable && !IsOwn(method))
        {
            variable.Value = New(constructor, arguments);                   // of a struct, where it stands
            return default;
        }
        var of = target.Object is Cell cell && (constraint is not null || method.DeclaringType!.IsValueType)
            ? cell.Value.Object ?? (object?)cell.Value.As(constraint ?? method.DeclaringType!) : target.Object;
        if (of is Cell other) of = other.Value.Object;
        switch (of)
        {
            case null when target.Kind == Kind.Object: throw new NotSupportedException("null");
            case Array array when method.Name is "Get" or "Set" or "Address" && method.DeclaringType!.IsArray:
                var at = Memory.Position(array.GetLength, arguments.AsSpan(0, array.Rank));
                if (method.Name == "Get") return memory.Get(array, at);
                if (method.Name == "Address") return Address(array, at);
                memory.Set(array, at, arguments[^1]);
                return default;
            case Tensor<double> tensor when method.Name == "get_Item":
                return Address(tensor, arguments.Length == 1 ? (int)arguments[0].Whole
                    : Memory.Position(axis => tensor.Shape[axis], arguments));
            case Tensor<double> tensor when method.Name == "get_Values":
                return Datum.OfObject(new Slice(tensor, 0, tensor.Shape.Count));
            case Growing list: return list.Called(memory, method.Name, arguments);
            case Slice slice: return Of(slice, method.Name, arguments);
            case Array array when method.Name == "Clone": return Datum.OfObject(memory.Clone(array));
            case Delegate function when method.Name == "Invoke": return Call(function, arguments);
            case Array or Sequence when method.Name == "GetEnumerator":
                return Datum.OfObject(new Sequence(Sequence.Of(memory, Datum.OfObject(of))).Start());
            case SequenceEnumerator one: return one.Called(method.Name);
        }
        if (method.IsVirtual && of is not StructValue) method = Overriding(method, of!.GetType());
        if (IsOwn(method))
            return Run(method, [method.DeclaringType!.IsValueType ? target : Datum.OfObject(of), .. arguments]);
        if (of is StructValue value) of = value.Compiled();
        return Datum.From(method.Invoke(of, Compiled(method, arguments)));
    }

    /// <summary>The span of an array, from an index on, of some length.</summary>
    private static Datum Spanned(Datum[] arguments)
    {
        var (whole, start) = ((Array)arguments[0].Object!, arguments.Length > 1 ? (int)arguments[1].Whole : 0);
        return Datum.OfObject(
            new Slice(whole, start, arguments.Length > 2 ? (int)arguments[2].Whole : whole.Length - start));
    }

    private Datum Of(Slice slice, string method, Datum[] arguments) => method switch
    {
        "CopyTo" => Copied(slice, (Slice)arguments[0].Object!),
        "get_Item" => Address(slice.Of, slice.At((int)arguments[0].Whole)),
        "get_Length" => Datum.Of(slice.Length),
        "Slice" => Datum.OfObject(slice.Part((int)arguments[0].Whole,
            arguments.Length == 2 ? (int)arguments[1].Whole : slice.Length - (int)arguments[0].Whole)),
        "ToArray" => Sequence.ToArray(memory, slice.Of.GetType().GetElementType() ?? typeof(double),
            Enumerable.Range(0, slice.Length).Select(i => memory.Get(slice.Of, slice.At(i)))),
        "Clear" or "Fill" => Filled(slice, arguments.Length == 0 ? Traced.Zero : arguments[0]),
        _ => throw new NotSupportedException(method),
    };

    private Datum Copied(Slice from, Slice to)
    {
        for (var i = 0; i < from.Length; i++) memory.Set(to.Of, to.At(i), memory.Get(from.Of, from.At(i)));
        return default;
    }

    private Datum Filled(Slice slice, Datum value)
    {
        for (var i = 0; i < slice.Length; i++) memory.Set(slice.Of, slice.At(i), value);
        return default;
    }

    private static MethodBase Overriding(MethodBase method, Type type)
    {
        if (method.DeclaringType!.IsInterface)
        {
            if (type.IsArray || method.IsGenericMethod) return method;
            var map = type.GetInterfaceMap(method.DeclaringType);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
        }
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var slot = ((MethodInfo)method).GetBaseDefinition();
        for (var of = type; of is not null && of != method.DeclaringType; of = of.BaseType)
            if (of.GetMethods(All | BindingFlags.DeclaredOnly).FirstOrDefault(
                one => one.IsVirtual && one.GetBaseDefinition() == slot) is { } found) return found;
        return method;
    }

    private static bool IsOwn(MethodBase method) => method.DeclaringType is { } type && IsOwn(type);

    /// <summary>Whether a type is the checked code's own: not the library's, nor .NET's.</summary>
    public static bool IsOwn(Type type) => type.Namespace == "CnnVerified.Verification.Arrays" || IsLayer(type)
        || type.Assembly != typeof(Interpreter).Assembly && type.Assembly != typeof(Shape).Assembly
        && type.Assembly.GetName().Name is { } name && !name.StartsWith("System", StringComparison.Ordinal)
        && !name.StartsWith("Microsoft", StringComparison.Ordinal);

    /// <summary>The library's layers and losses are interpreted as their reference texts.</summary>
    private static bool IsLayer(Type type)
    {
        if (type.Namespace == "CnnVerified.Layers.Reference") return true;
        for (var of = type; of is not null; of = of.BaseType)
            if (of.IsGenericType && of.GetGenericTypeDefinition() is var general
                && (general == typeof(Layer<>) || general == typeof(Loss<>))) return true;
        return false;
    }

    private static object?[] Compiled(MethodBase method, Datum[] arguments) =>
        [.. method.GetParameters().Zip(arguments, (parameter, one) => one.As(parameter.ParameterType))];
}
