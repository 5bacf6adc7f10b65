using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace CnnVerified.Verification.Tracing;

/// <content>Calls: the checked code's own methods are interpreted, the library's mathematics is recorded.</content>
internal sealed partial class Interpreter
{
    /// <summary>Calls a method with what is on the stack; what it gives, if anything.</summary>
    private Datum? Called(
        MethodBase method, Stack<Datum> stack, string instruction, Type? constraint, CallSite site)
    {
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
        if (type.Name == "DefaultInterpolatedStringHandler") return Datum.OfObject(new StringBuilder());
        if (type.IsByRefLike && arguments is [{ Object: Array }, ..]) return Spanned(arguments);
        if (type.IsByRefLike && arguments is [{ Object: Unchecked }, var length])
            return Spanned([Datum.OfObject(Array.CreateInstance(type.GetGenericArguments()[0], (int)length.Whole))]);
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
        {
            var made = constructor.Invoke(Compiled(constructor, arguments));
            RequireNoNumber(constructor, made, arguments);
            return Datum.From(made);
        }
        var self = RuntimeHelpers.GetUninitializedObject(type);
        Run(constructor, [Datum.OfObject(self), .. arguments]);
        return Datum.OfObject(self);
    }

    private Datum Static(MethodBase method, Datum[] arguments) => Known(method, arguments)
        ?? (IsOwn(method) ? Run(method, arguments) : Invoked(method, null, arguments));

    /// <summary>Runs compiled code, which may move numbers in arrays, unless it only asks for something.</summary>
    private Datum Invoked(MethodBase method, object? of, Datum[] arguments)
    {
        // What is locked here might never be let go, if something further on is not known.
        if (method.DeclaringType?.Namespace?.StartsWith("System.Threading", StringComparison.Ordinal) == true)
            throw new NotSupportedException(method.Name);
        var compiled = Compiled(method, arguments);
        foreach (var one in compiled.Append(of)) memory.Keep(one);
        compiled = Array.ConvertAll(compiled, one => one is Delegate function ? CalledBack.Of(this, function) : one);
        var result = method.Invoke(of, compiled);
        RequireNoNumber(method, result, arguments);
        if (result is null or Array) memory.Moved([.. compiled.Append(of).Append(result).OfType<Array>()]);
        return Datum.From(result);
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
            // Arrays are those that the tape knows; one that is asked for as a number keeps its history, too.
            case not null when method is MethodInfo
            {
                Name: "Of", ReturnType.IsPrimitive: true, DeclaringType.Name: "NamedArrays"
            } asked:
                return memory.Get((Array)asked.GetGenericMethodDefinition().MakeGenericMethod(typeof(Array))
                    .Invoke(of, [arguments[0].Object])!, 0);
            case not null when method.Name == "ForEach" && arguments is [{ Object: Delegate each }]:
                return Each(Sequence.Of(memory, Datum.OfObject(of)), each);
            case Growing list: return list.Called(memory, method.Name, arguments);
            case Slice slice: return Of(slice, method.Name, arguments);
            case Array array when method.Name == "Clone": return Datum.OfObject(memory.Clone(array));
            case Delegate function when method.Name == "Invoke": return Call(function, arguments);
            case Array or Sequence when method.Name == "GetEnumerator":
                return Datum.OfObject(new Sequence(Sequence.Of(memory, Datum.OfObject(of))).Start());
            case SequenceEnumerator one: return one.Called(method.Name);
            case StringBuilder text when method.DeclaringType!.Name == "DefaultInterpolatedStringHandler":
                return Interpolated(text, method.Name, arguments);
        }
        if (method.IsVirtual && of is not StructValue) method = Overriding(method, of!.GetType());
        if (IsOwn(method))
            return Run(method, [method.DeclaringType!.IsValueType ? target : Datum.OfObject(of), .. arguments]);
        if (of is StructValue value) of = value.Compiled();
        return Invoked(method, of, arguments);
    }

    private static MethodBase Overriding(MethodBase method, Type type)
    {
        if (method.DeclaringType!.IsInterface)
        {
            return type.IsArray || method.IsGenericMethod ? method : OwnOf(method, type);
        }
        const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var slot = ((MethodInfo)method).GetBaseDefinition();
        for (var of = type; of is not null && of != method.DeclaringType; of = of.BaseType)
            if (of.GetMethods(All | BindingFlags.DeclaredOnly).FirstOrDefault(
                one => one.IsVirtual && one.GetBaseDefinition() == slot) is { } found) return found;
        return method;
    }

    private static bool IsOwn(MethodBase method) => method.DeclaringType is { } type && IsOwn(type);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, bool> Own = [];

    /// <summary>
    /// Whether a type is the checked code's own: not the library's, nor .NET's but for complex numbers.
    /// </summary>
    public static bool IsOwn(Type type) => Own.GetOrAdd(type, static one => IsOf(one));

    private static bool IsOf(Type type) => type == typeof(System.Numerics.Complex)
        || type.Namespace == "CnnVerified.Verification.Arrays" || IsLayer(type)
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
