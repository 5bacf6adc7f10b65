using System.Reflection;

namespace CnnVerified.Verification.Tracing;

/// <summary>What compiled code is given for a delegate: its calls are interpreted.</summary>
internal sealed class CalledBack(Interpreter interpreter, Delegate of)
{
    /// <summary>The delegate; the same where it takes no argument, more than three, or some by reference.</summary>
    public static Delegate Of(Interpreter interpreter, Delegate of)
    {
        var invoke = of.GetType().GetMethod("Invoke")!;
        Type[] types = [.. invoke.GetParameters().Select(one => one.ParameterType)];
        if (types.Length is 0 or > 3 || Array.Exists(types, one => one.IsByRef || one.IsByRefLike)) return of;
        var isAsked = invoke.ReturnType != typeof(void);
        var method = typeof(CalledBack).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
            .Single(one => one.Name == (isAsked ? nameof(Give) : nameof(Do))
                && one.GetParameters().Length == types.Length);
        if (isAsked) types = [.. types, invoke.ReturnType];
        return Delegate.CreateDelegate(
            of.GetType(), new CalledBack(interpreter, of), method.MakeGenericMethod(types));
    }

    private void Do<TA>(TA a) => interpreter.Call(of, a);

    private void Do<TA, TB>(TA a, TB b) => interpreter.Call(of, a, b);

    private void Do<TA, TB, TC>(TA a, TB b, TC c) => interpreter.Call(of, a, b, c);

    private TResult Give<TA, TResult>(TA a) => (TResult)interpreter.Call(of, a).As(typeof(TResult))!;

    private TResult Give<TA, TB, TResult>(TA a, TB b) => (TResult)interpreter.Call(of, a, b).As(typeof(TResult))!;

    private TResult Give<TA, TB, TC, TResult>(TA a, TB b, TC c) =>
        (TResult)interpreter.Call(of, a, b, c).As(typeof(TResult))!;
}
