namespace CnnVerified.Verification;

/// <content>The ways in for code that does not derive from this library's classes.</content>
public sealed partial class GradientCheck
{
    /// <summary>
    /// Checks a plain function of an array against a plain function that claims to be its gradient. Both are given
    /// arrays of their own, and are called from one thread unless <see cref="InParallel"/> allows more.
    /// </summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck Of(Func<double[], double> function, Func<double[], double[]> gradient) =>
        Of<double>(function, gradient);

    /// <summary>The same over <c>float</c> or <see cref="Half"/>: verdicts say what that precision can tell.</summary>
    /// <example><code>GradientCheck.Of&lt;float&gt;(Norm, NormGradient).At(x).Verify();</code></example>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck Of<T>(Func<T[], T> function, Func<T[], T[]> gradient) where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        return Of(ArrayCode.OfFunction(
            a => new[] { function(a.Of<T[]>("x")) }, a => [("x", gradient(a.Of<T[]>("x")))])
            with
        { Interpret = (interpreter, a) => interpreter.Call(function, a.Of<T[]>("x")) });
    }

    /// <summary>Checks a function that is generic over its scalar, by dual numbers too.</summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfGeneric(IGenericFunction function, Func<double[], double[]> gradient)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(gradient);
        var code = ArrayCode.OfFunction(a => new[] { function.Value(a["x"]) }, a => [("x", gradient(a["x"]))])
            with
        { Interpret = (interpreter, a) => interpreter.Call((Func<double[], double>)function.Value, a["x"]) };
        return new(new(), null, point =>
        {
            var subject = ArraySubject.Of(code, point);
            return subject with
            {
                Trace = order => subject.Trace(order) is { IsTraced: true } tape ? tape : Tape.Of(
                    [subject.Variables[0].Value], traced => [function.Value(traced[0].Values.ToArray())]),
                DualEvaluators = new(() => new GuardedEvaluator<Dual>(
                    new GenericEvaluator(function, subject.Variables[0].Value.Values.ToArray()), subject.Code!)),
            };
        });
    }

    /// <summary>Checks a function that gives its value and its gradient at once.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static GradientCheck Of(Func<double[], (double Value, double[] Gradient)> valueAndGradient)
    {
        ArgumentNullException.ThrowIfNull(valueAndGradient);
        return Of(x => valueAndGradient(x).Value, x => valueAndGradient(x).Gradient);
    }

    /// <summary>Checks a function of one number and its derivative, such as an activation, at each of x.</summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfPointwise(Func<double, double> function, Func<double, double> derivative)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(derivative);
        return Of(new ArrayCode(
            "function", "the function", "the derivative",
            a => [("y", Array.ConvertAll(a["x"], x => function(x)))],
            (a, dy) => [("x", a["x"].Zip(dy["y"], (x, one) => one * derivative(x)).ToArray())])
        {
            IsMixed = true,
            Pointwise = function,
            Interpret = (interpreter, a) => interpreter.Collected(
                interpreter.Items(a["x"]).Select(x => interpreter.Call(function, x))),
        });
    }

    /// <summary>
    /// Checks all of a Jacobian: J[k, i] = ∂yₖ/∂xᵢ. A Hessian is the Jacobian of a gradient.
    /// </summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfJacobian(Func<double[], double[]> function, Func<double[], double[,]> jacobian)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(jacobian);
        return new(new(), null, point => JacobianCode.At(function, jacobian, point))
        {
            Weighted = point => ArraySubject.Of(JacobianCode.Product(function, jacobian), point),
        };
    }

    /// <summary>
    /// Checks a product of the Jacobian with a vector, dy = J·dx, as of forward mode, along every axis; it must be
    /// linear in dx. A Hessian-vector product is one of a gradient.
    /// </summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfForwardMode(
        Func<double[], double[]> function, Func<double[], double[], double[]> jacobianVectorProduct)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(jacobianVectorProduct);
        return Of(ForwardModeCode.Of(function, jacobianVectorProduct));
    }

    /// <summary>
    /// Checks a loss's derivative with respect to its prediction. Targets may be numbers or labels; they are fixed.
    /// </summary>
    /// <example><code>GradientCheck.OfLoss&lt;int[]&gt;(Nll, NllGradient).At(logits, labels).Verify();</code></example>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfLoss<TTarget>(
        Func<double[], TTarget, double> loss, Func<double[], TTarget, double[]> gradient)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(gradient);
        return Of(ArrayCode.OfFunction(
            a => new[] { loss(a["prediction"], a.Of<TTarget>("target")) },
            a => [("prediction", gradient(a["prediction"], a.Of<TTarget>("target")))], "loss")
            with
        {
            Names = ["prediction", "target"],
            Interpret = (interpreter, a) => interpreter.Call(loss, a["prediction"], a.Of<TTarget>("target")),
        }).Fixed("target");
    }

    /// <summary>Checks a pair of passes on named arrays: several in, one out, of any type and rank.</summary>
    /// <param name="forward">y of the inputs: an array, a <c>Memory&lt;float&gt;</c> or a number.</param>
    /// <param name="backward">
    /// The gradients of the inputs, given these and dy. Of one number dy is 1, and what it gives for 2 must be twice
    /// as much, unless it never asks for dy, as the gradient of a loss.
    /// </param>
    /// <example><code>
    /// GradientCheck.OfBackward(a => Attend(a["q"], a["k"]), (a, dy) => AttendBackward(a["q"], a["k"], dy))
    ///     .At(("q", q), ("k", k)).Verify();
    /// </code></example>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfBackward<TOutput>(
        Func<NamedArrays, TOutput> forward,
        Func<NamedArrays, TOutput, IEnumerable<(string Name, Array Gradient)>> backward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return Of(new ArrayCode(
            "code", "the forward pass", "the backward pass", a => [("y", ArrayCode.AsArray(forward(a)))],
            (a, dy) => backward(a, dy.Of<TOutput>("y")))
        { Interpret = (interpreter, a) => interpreter.Call(forward, a) });
    }

    /// <summary>The same with several arrays out, as a cell's output and state.</summary>
    /// <exception cref="ArgumentNullException">One of them is null.</exception>
    public static GradientCheck OfBackwards(
        Func<NamedArrays, IEnumerable<(string Name, Array Value)>> forward,
        Func<NamedArrays, NamedArrays, IEnumerable<(string Name, Array Gradient)>> backward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return Of(new ArrayCode("code", "the forward pass", "the backward pass", forward, backward)
        { Interpret = (interpreter, a) => interpreter.Call(forward, a) });
    }

    private static GradientCheck Of(ArrayCode code) => new(new(), null, point => ArraySubject.Of(code, point));
}
