namespace CnnVerified.Layers;

/// <summary>
/// How a gradient changes a parameter. What an optimiser remembers of the gradients it has seen it keeps by itself, for
/// each parameter apart; the first step on a parameter makes that state, later ones allocate nothing. Tensors over the
/// same storage are one parameter: a step through another shape goes on with the same state.
/// </summary>
public abstract class Optimizer<T> where T : IFloatingPointIeee754<T>
{
    private readonly Dictionary<object, (Tensor<T> Parameter, Parameter<T>[] State)> seen = [];
    private T learningRate;

    /// <summary>An optimiser that has seen nothing.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is not a finite number greater than 0.</exception>
    protected Optimizer(T learningRate) => this.learningRate = RequirePositive(learningRate);

    /// <summary>η. It may be changed between steps, as a schedule does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">η is not a finite number greater than 0.</exception>
    public T LearningRate
    {
        get => learningRate;
        set => learningRate = RequirePositive(value);
    }

    /// <summary>Takes one step on a parameter.</summary>
    /// <exception cref="ArgumentException">The gradient has another shape than the parameter.</exception>
    public void Update(Tensor<T> parameter, Tensor<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Tensor<T>.Require(gradient, parameter.Shape, nameof(gradient));
        var (first, state) = Seen(parameter);
        Update(first, first.Shape == gradient.Shape ? gradient : gradient.WithShape(first.Shape), state);
    }

    /// <summary>
    /// What is remembered of a parameter's gradients, to be saved and restored with it, in the shape in which it was
    /// first seen.
    /// </summary>
    public IReadOnlyList<Parameter<T>> StateOf(Tensor<T> parameter) => Seen(parameter).State;

    /// <summary>The state of a parameter that has not been stepped on.</summary>
    protected virtual Parameter<T>[] NewState(Shape parameter) => [];

    /// <summary>Changes θ, given dθ and the state, which it brings up to date.</summary>
    protected abstract void Update(Tensor<T> parameter, Tensor<T> gradient, IReadOnlyList<Parameter<T>> state);

    private (Tensor<T> Parameter, Parameter<T>[] State) Seen(Tensor<T> parameter)
    {
        if (!seen.TryGetValue(parameter.Storage, out var known))
            seen.Add(parameter.Storage, known = (parameter, NewState(parameter.Shape)));
        return known;
    }

    private static T RequirePositive(T learningRate) => learningRate > T.Zero && T.IsFinite(learningRate)
        ? learningRate
        : throw new ArgumentOutOfRangeException(
            nameof(learningRate), string.Create(CultureInfo.InvariantCulture,
                $"learning rate is {learningRate}, but must be a finite number greater than 0."));

    /// <summary>Checks that the share of something that a step keeps is from 0 to less than 1.</summary>
    private protected static double RequireShare(double share, string argument) => share is >= 0 and < 1
        ? share
        : throw new ArgumentOutOfRangeException(
            argument, string.Create(
                CultureInfo.InvariantCulture, $"{argument} is {share}, but must be from 0 to less than 1."));
}
