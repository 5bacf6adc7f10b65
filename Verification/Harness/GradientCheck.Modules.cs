using System.Runtime.CompilerServices;

namespace CnnVerified.Verification;

/// <content>The ways in for modules, which remember their forward pass and hold their parameters.</content>
public sealed partial class GradientCheck
{
    /// <summary>
    /// Checks a module that remembers its forward pass: dx = backward(dy) after y = forward(x). Its parameters are
    /// changed in place and put back; their gradients are set to 0 before every backward pass.
    /// </summary>
    /// <param name="forward">y of x: an array, a <c>Memory&lt;float&gt;</c>, or the number that a loss gives.</param>
    /// <param name="backward">
    /// dx of dy, which also adds to the parameters' gradients; null where x has none. Of one number dy is 1, and what
    /// it gives for 2 must be twice as much, unless it never asks for dy, as the gradient of a loss.
    /// </param>
    /// <param name="parameters">The module's own arrays, each with the one that its gradient is added to.</param>
    /// <example><code>
    /// GradientCheck.OfModule(l.Forward, l.Backward, ("W", l.W, l.dW), ("b", l.b, l.db)).At(x).Verify();
    /// </code></example>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    public static GradientCheck OfModule<TInput, TOutput>(
        Func<TInput, TOutput> forward, Func<TOutput, TInput?> backward,
        params (string Name, Array Value, Array Gradient)[] parameters) =>
        OfModule(forward, backward,
            Array.ConvertAll(parameters, p => (p.Name, p.Value, new Func<Array>(() => p.Gradient))));

    /// <summary>The same of a module that makes new arrays for gradients: <c>("W", l.W, () => l.dW)</c>.</summary>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    [OverloadResolutionPriority(-1)]
    public static GradientCheck OfModule<TInput, TOutput>(
        Func<TInput, TOutput> forward, Func<TOutput, TInput?> backward,
        params (string Name, Array Value, Func<Array> Gradient)[] parameters)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return Of(ModuleCode.OfGradients(forward, backward, parameters));
    }

    /// <summary>The same over <c>double[]</c>, whose types the compiler cannot tell from a method's name.</summary>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    public static GradientCheck OfModule(
        Func<double[], double[]> forward, Func<double[], double[]?> backward,
        params (string Name, Array Value, Array Gradient)[] parameters) =>
        OfModule<double[], double[]>(forward, backward, parameters);

    /// <summary>The same over <c>float[]</c>.</summary>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    public static GradientCheck OfModule(
        Func<float[], float[]> forward, Func<float[], float[]?> backward,
        params (string Name, Array Value, Array Gradient)[] parameters) =>
        OfModule<float[], float[]>(forward, backward, parameters);

    /// <summary>The same over <c>double[]</c>, with new arrays for gradients.</summary>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    [OverloadResolutionPriority(-1)]
    public static GradientCheck OfModule(
        Func<double[], double[]> forward, Func<double[], double[]?> backward,
        params (string Name, Array Value, Func<Array> Gradient)[] parameters) =>
        OfModule<double[], double[]>(forward, backward, parameters);

    /// <summary>The same over <c>float[]</c>, with new arrays for gradients.</summary>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    [OverloadResolutionPriority(-1)]
    public static GradientCheck OfModule(
        Func<float[], float[]> forward, Func<float[], float[]?> backward,
        params (string Name, Array Value, Func<Array> Gradient)[] parameters) =>
        OfModule<float[], float[]>(forward, backward, parameters);

    /// <summary>
    /// Checks a module whose backward pass updates its parameters at once, by θ − rate·dθ: the gradient is what one
    /// step took away, over the rate.
    /// </summary>
    /// <param name="forward">y of x.</param>
    /// <param name="step">dx of dy, which also takes the step; null where x has none.</param>
    /// <param name="rate">The learning rate of that step; near 1, rounding is least.</param>
    /// <param name="parameters">The module's own arrays, which the step changes in place.</param>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public static GradientCheck OfUpdate<TInput, TOutput>(
        Func<TInput, TOutput> forward, Func<TOutput, TInput?> step, double rate,
        params (string Name, Array Value)[] parameters) =>
        OfUpdate(forward, step, rate, Array.ConvertAll(parameters, p => (p.Name, new Func<Array>(() => p.Value))));

    /// <summary>The same of a module whose step makes new arrays for parameters: <c>("W", () => l.W)</c>.</summary>
    /// <exception cref="ArgumentNullException">A pass is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    [OverloadResolutionPriority(-1)]
    public static GradientCheck OfUpdate<TInput, TOutput>(
        Func<TInput, TOutput> forward, Func<TOutput, TInput?> step, double rate,
        params (string Name, Func<Array> Value)[] parameters)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return Of(ModuleCode.OfSteps(forward, step, rate, parameters));
    }
}
