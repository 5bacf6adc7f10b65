using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>
/// Runs compiled code on numbers that remember how they were computed, instruction by instruction as ECMA-335 (6th
/// edition, part III) defines them. Code over double alone shows its operations so. What it does not know throws.
/// </summary>
/// <param name="memory">Where its numbers are.</param>
/// <param name="mutant">What is run otherwise, and compiled; null for nothing.</param>
internal sealed partial class Interpreter(Memory memory, Mutant? mutant = null)
{
    private const int MostInstructions = 400_000, Deepest = 200;

    private readonly Dictionary<(MethodBase, int, CallSite?), CallSite> sites = [];
    private readonly HashSet<MethodBase> open = [];
    private int depth;

    /// <summary>How many instructions it has run.</summary>
    public int Instructions { get; private set; }

    /// <summary>The methods that it has run.</summary>
    public HashSet<MethodBase> Methods { get; } = [];

    /// <summary>Whether one of them calls itself, on whatever way.</summary>
    public bool IsRecursive { get; private set; }

    /// <summary>Calls a delegate with arguments as compiled code has them.</summary>
    public Datum Call(Delegate of, params object?[] arguments) => Call(of, Array.ConvertAll(arguments, Datum.From));

    /// <summary>Calls a delegate.</summary>
    public Datum Call(Delegate of, params Datum[] arguments) => of.GetInvocationList().Length > 1
        ? throw new NotSupportedException("several methods")
        : of.Method.IsStatic && of.Target is null ? Static(of.Method, arguments)
        : Run(of.Method, [Datum.OfObject(of.Target), .. arguments]);

    /// <summary>The numbers of an array, with their history.</summary>
    public IEnumerable<Datum> Items(object? array) => Sequence.Of(memory, Datum.OfObject(array));

    /// <summary>An array of some numbers.</summary>
    public Datum Collected(IEnumerable<Datum> numbers) => Sequence.ToArray(memory, typeof(double), numbers);

    private void Name(Datum value, MemberInfo of, string? name)
    {
        if (name is null || name.Contains('<', StringComparison.Ordinal)
            || name.StartsWith("Item", StringComparison.Ordinal)) return;               // the compiler's own
        if (value.Kind == Kind.Number) memory.Names.Of(value.Number, name, of);
        else memory.Names.Of(value.Object, name, depth, of);
    }

    private Datum Run(MethodBase method, Datum[] arguments)
    {
        if (mutant?.Run(method, arguments, memory) is { } other) return other;
        var body = Body.Of(method);
        IsRecursive |= !open.Add(method);
        Methods.Add(method);
        if (++depth > Deepest) throw new NotSupportedException("too deep");
        arguments = Array.ConvertAll(arguments, one => one.Copy());
        var (all, locals) = (body.Code, Array.ConvertAll(body.Locals, Datum.Default));
        var (stack, after, at) = (new Stack<Datum>(), new Stack<int>(), 0);
        for (var i = 1; i <= body.Parameters.Length; i++)
            memory.Names.Of(arguments[^i].Object, body.Parameters[^i], depth, method);
        Type? constraint = null;
        while (true)
        {
            if (++Instructions > MostInstructions) throw new NotSupportedException("too long");
            var (family, name, operand, start) = all[at++];
            switch (family)
            {
                case "nop" or "volatile" or "readonly" or "tail" or "break": break;
                case "ldarg": stack.Push(arguments[(int)operand].Copy()); break;
                case "starg": arguments[(int)operand] = stack.Pop().Copy(); break;
                case "ldarga": stack.Push(Address(arguments, (int)operand)); break;
                case "ldloc": stack.Push(locals[(int)operand].Copy()); break;
                case "stloc":
                    var local = (int)operand;
                    locals[local] = stack.Pop().Copy();
                    Name(locals[local], method, CodeLines.LocalName(method, local, all[at].Offset));
                    break;
                case "ldloca": stack.Push(Address(locals, (int)operand)); break;
                case "ldstr": stack.Push(Datum.OfObject(method.Module.ResolveString((int)operand))); break;
                case "ldnull": stack.Push(Datum.OfObject(null)); break;
                case "ldc": stack.Push(Constant(name, operand)); break;
                case "dup": stack.Push(stack.Peek().Copy()); break;
                case "pop":
                    // What nobody uses may be what is missing elsewhere.
                    var unused = stack.Pop();
                    if (Body.MemberOf(method, all[at - 2]) is MethodInfo gave)
                        Name(unused, method, $"{gave.Name}{Names.Unnamed}");
                    break;
                case "ret":
                    depth--;
                    open.Remove(method);
                    return stack.Count > 0 ? stack.Pop() : default;
                case "br": at = (int)operand; break;
                case "leave":
                    stack.Clear();
                    foreach (var next in Left(body, at - 1, (int)operand)) after.Push(next);
                    at = after.Pop();
                    break;
                case "endfinally": at = after.Pop(); break;
                case "brtrue": if (stack.Pop().IsTrue) at = (int)operand; break;
                case "brfalse": if (!stack.Pop().IsTrue) at = (int)operand; break;
                case "beq" or "bne" or "bge" or "bgt" or "ble" or "blt":
                    var (second, first) = (stack.Pop(), stack.Pop());
                    if (Compares(family[1..], first, second, name.Contains(".un"))) at = (int)operand;
                    break;
                case "ceq" or "cgt" or "clt":
                    (second, first) = (stack.Pop(), stack.Pop());
                    stack.Push(Datum.Of(Compares(family[1..], first, second, name.EndsWith(".un"))));
                    break;
                case "switch":
                    var (targets, chosen) = (all[at - 1].Targets!, stack.Pop().Whole);
                    if ((ulong)chosen < (ulong)targets.Length) at = targets[chosen];
                    break;
                case "add" or "sub" or "mul" or "div" or "rem" or "and" or "or" or "xor" or "shl" or "shr":
                    (second, first) = (stack.Pop(), stack.Pop());
                    Tape.At = new(method, start, locals, arguments);
                    stack.Push(Arithmetic(family, first, second));
                    break;
                case "neg":
                    Tape.At = new(method, start, locals, arguments);
                    stack.Push(stack.Pop() is var of && of.Kind == Kind.Number ? -of.Number : Datum.Of(-of.Whole));
                    break;
                case "not": stack.Push(Datum.Of(~stack.Pop().Whole)); break;
                case "conv": stack.Push(Converted(name, stack.Pop())); break;
                case "newarr":
                    stack.Push(Datum.OfObject(Array.CreateInstance(
                        Resolved<Type>(method, operand), (int)stack.Pop().Whole)));
                    break;
                case "localloc":
                    stack.Pop();
                    stack.Push(Datum.OfObject(new Unchecked()));
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
                    var owner = stack.Pop().Object;
                    var field = Resolved<FieldInfo>(method, operand);
                    if (owner is Cell { Value.Object: StructValue } part && family == "ldflda")
                    {
                        stack.Push(Datum.OfObject(PartOf(part, field.Name)));
                        break;
                    }
                    if (owner is Cell cell) owner = cell.Value.Object;
                    stack.Push(family == "ldfld" ? memory.Get(field, owner) : Address(field, owner));
                    if (family == "ldfld") Name(stack.Peek(), field, field.Name);
                    break;
                case "stfld":
                    stored = stack.Pop();
                    owner = stack.Pop().Object;
                    field = Resolved<FieldInfo>(method, operand);
                    if (owner is Cell { Value.Object: StructValue } to) PartOf(to, field.Name).Value = stored;
                    else memory.Set(field, (owner as Cell)?.Value.Object ?? owner, stored);
                    Name(stored, field, field.Name);
                    break;
                case "ldsfld":
                    field = Resolved<FieldInfo>(method, operand);
                    stack.Push(memory.Get(field, null));
                    Name(stack.Peek(), field, field.Name);
                    break;
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
                case "ldvirtftn":
                    var holder = stack.Pop().Object!.GetType();
                    stack.Push(Datum.OfObject(Overriding(Resolved<MethodBase>(method, operand), holder)));
                    break;
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
                    Tape.At = new(method, start, locals, arguments);
                    if (!sites.TryGetValue((method, start, Tape.Caller), out var site))
                        sites[(method, start, Tape.Caller)] = site = new(method, start, Tape.Caller);
                    if (Called(Resolved<MethodBase>(method, operand), stack, family, constraint, site) is { } result)
                        stack.Push(result);
                    constraint = null;
                    break;
                default: throw new NotSupportedException(name);
            }
        }
    }
}
