using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// Methods that are compiled once with all replacements in them, of which each run chooses one: R. H. Untch,
/// A. J. Offutt and M. J. Harrold, "Mutation analysis using mutant schemata", ISSTA 1993, p. 139.
/// </summary>
internal sealed partial class Schemata
{
    /// <summary>The number of the code as it is.</summary>
    public const int Unchanged = -1;

    private const int FewestTurns = 100;

    /// <summary>Its code is not optimised: most of it runs once or twice.</summary>
    private static readonly Module Home = AssemblyBuilder.DefineDynamicAssembly(
        new("CnnVerified.Schemata"), AssemblyBuilderAccess.Run,
        [
            new(typeof(DebuggableAttribute).GetConstructor([typeof(DebuggableAttribute.DebuggingModes)])!,
                [DebuggableAttribute.DebuggingModes.DisableOptimizations | DebuggableAttribute.DebuggingModes.Default]),
        ]).DefineDynamicModule("CnnVerified.Schemata");

    private readonly IReadOnlyCollection<MethodBase> methods;
    private readonly Replacement[][] replacements;
    private readonly ILookup<(MethodBase, int), Replacement> there;
    private readonly Dictionary<(MethodBase, int), int> slots;
    private readonly Dictionary<MethodBase, DynamicMethod?> compiled = [];
    private readonly Dictionary<MethodBase, Func<object?[], MutantRun, object?>?> entries = [];

    /// <summary>Those of some methods.</summary>
    public Schemata(IReadOnlyCollection<MethodBase> methods, IEnumerable<Replacement[]> replacements)
    {
        this.methods = methods;
        Statics = [.. methods.Select(method => method.DeclaringType!).Distinct().SelectMany(
            type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => !field.IsLiteral)];
        this.replacements = [.. replacements];
        there = this.replacements.SelectMany(all => all).ToLookup(one => (one.Method, one.At));
        slots = there.Index().ToDictionary(one => one.Item.Key, one => one.Index);
    }

    /// <summary>What a run is told.</summary>
    public MutantRun RunOf(int number)
    {
        var chosen = new int[slots.Count];
        foreach (var one in number == Unchanged ? [] : replacements[number])
            chosen[slots[(one.Method, one.At)]] = 1 + Array.IndexOf([.. there[(one.Method, one.At)]], one);
        return new(this, number == Unchanged ? int.MaxValue : MostTurns, chosen);
    }

    /// <summary>
    /// The method with its replacements; behind its arguments it takes the run. Null where it cannot be compiled so.
    /// </summary>
    private DynamicMethod? Of(MethodBase method)
    {
        if (!methods.Contains(method)) return null;
        if (compiled.TryGetValue(method, out var known)) return known;
        compiled[method] = null;
        try
        {
            return compiled[method] = Compiled(method);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The methods that may run where a virtual one is called, those of derived types first.</summary>
    private MethodInfo[] Overriding(MethodInfo called) => called.DeclaringType is not { IsValueType: false } of
        || called.IsGenericMethod ? []
        : [.. methods.OfType<MethodInfo>().Where(one =>
            one is { IsVirtual: true, DeclaringType: { IsValueType: false, IsInterface: false } type }
            && of.IsAssignableFrom(type) && (!of.IsInterface ? one.GetBaseDefinition() == called.GetBaseDefinition()
                : type.GetInterfaceMap(of).TargetMethods[
                    Array.IndexOf(type.GetInterfaceMap(of).InterfaceMethods, called)] == one)
            && Of(one) is not null)
            .OrderByDescending(one => Depth(one.DeclaringType!))];

    private static int Depth(Type type) => type.BaseType is { } of ? 1 + Depth(of) : 0;

    /// <summary>Whether one of the methods may call itself, on whatever way, and so have no end.</summary>
    public bool MayRecurse
    {
        get
        {
            var calls = methods.ToDictionary(
                method => method, method => Body.Called(method).Where(methods.Contains).ToArray());
            return methods.Any(method => Reaches(method, method, []));

            bool Reaches(MethodBase from, MethodBase to, HashSet<MethodBase> seen) =>
                calls[from].Any(one => one == to || seen.Add(one) && Reaches(one, to, seen));
        }
    }

    /// <summary>Delegates that the methods make, by their types and the methods that take a closure in front.</summary>
    public List<(Type Type, DynamicMethod Method)> Delegates { get; } = [];

    /// <summary>What the methods' types hold.</summary>
    public FieldInfo[] Statics { get; }

    /// <summary>How many turns the loops may have; the code as it is shows how many they need.</summary>
    private int MostTurns { get; set; }

    /// <summary>Says how many turns the code as it is needed.</summary>
    public void Used(MutantRun run) => MostTurns = Math.Max(MostTurns, 2 * run.Turns + FewestTurns);

    /// <summary>Runs a method, given its arguments and the run; null where it is not compiled.</summary>
    public Func<object?[], MutantRun, object?>? Entry(MethodBase method)
    {
        if (entries.TryGetValue(method, out var known)) return known;
        // A method of a struct takes the address of what it is called on.
        if (Of(method) is not { } twin || method.GetParameters().Any(one => one.ParameterType.IsByRef))
            return entries[method] = null;
        var entry = new DynamicMethod(method.Name, typeof(object), [typeof(object[]), typeof(MutantRun)], Home, true);
        var il = entry.GetILGenerator();
        foreach (var (i, parameter) in twin.GetParameters()[..^1].Index())
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelem_Ref);
            var passed = Passed(parameter.ParameterType);
            il.Emit(parameter.ParameterType.IsByRef ? OpCodes.Unbox : OpCodes.Unbox_Any, passed);
            if (!parameter.ParameterType.IsByRef && passed != parameter.ParameterType)
                il.Emit(OpCodes.Newobj, parameter.ParameterType.GetConstructor([passed])!);
        }
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, twin);
        if (twin.ReturnType == typeof(void)) il.Emit(OpCodes.Ldnull);
        else il.Emit(OpCodes.Box, twin.ReturnType);
        il.Emit(OpCodes.Ret);
        return entries[method] = entry.CreateDelegate<Func<object?[], MutantRun, object?>>();
    }

    /// <summary>The types of a method's arguments as they are given.</summary>
    public Type[] TypesOf(MethodBase method) =>
        [.. Of(method)!.GetParameters()[..^1].Select(one => Passed(one.ParameterType))];

    /// <summary>What is given where a method takes a span: the array; and of an address what is there.</summary>
    private static Type Passed(Type type) => type.IsByRef ? type.GetElementType()!
        : type.IsByRefLike && type.IsGenericType && type.GetGenericTypeDefinition() is var of
            && (of == typeof(Span<>) || of == typeof(ReadOnlySpan<>))
        ? type.GetGenericArguments()[0].MakeArrayType() : type;
}
