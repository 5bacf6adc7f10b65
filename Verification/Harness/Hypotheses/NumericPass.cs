namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// The right gradients of a layer or loss that the library has no twin of, from dual numbers or finite differences.
/// </summary>
internal sealed class NumericPass : IRightPass
{
    private const int MostJacobians = 3;                                        // of the points, not of what was spoilt
    private readonly IReadOnlyList<Tensor<double>> parameters;
    private readonly Func<Arguments, Subject> subject;
    private readonly int[]? order;
    private readonly List<(Tensor<double> X, Tensor<double>[] Theta, Jacobian Jacobian)> jacobians = [];

    /// <summary>Of a layer.</summary>
    public NumericPass(Layer<double> layer)
    {
        parameters = [.. layer.Parameters.Select(p => p.Value)];
        subject = a => Subject.Of(layer.Name, new Network<double>(layer), a.X, a.Dy);
        Forward = layer.Forward;
    }

    /// <summary>Of code on arrays.</summary>
    /// <param name="subject">The code for some arguments.</param>
    /// <param name="order">Which of its variables are the parameters, in order, and which the input.</param>
    /// <param name="forward">The outputs for some input.</param>
    public NumericPass(
        Func<Arguments, Subject> subject, int[] order, Func<Tensor<double>, Tensor<double>> forward) =>
        (parameters, this.subject, this.order, Forward) = ([], subject, order, forward);

    /// <summary>Of a loss.</summary>
    public NumericPass(Loss<double> loss)
    {
        parameters = [];
        subject = a => Subject.Of(loss.Name, new Network<double>(), loss, a.X, a.Y);
        Forward = x => x;
    }

    /// <inheritdoc/>
    public IEnumerable<(string Words, Func<Arguments, Tensor<double>[]> Gradients)> Siblings => [];

    /// <inheritdoc/>
    public Func<Tensor<double>, Tensor<double>> Forward { get; }

    /// <summary>The processor time that the last gradients took.</summary>
    public TimeSpan Cost { get; private set; }

    /// <inheritdoc/>
    public Tensor<double>[] Gradients(Arguments arguments) => Restored.After(parameters, () =>
    {
        var start = Environment.CpuUsage.TotalTime;
        for (var p = 0; p < parameters.Count; p++) arguments.Theta[p].Clone().Values.CopyTo(parameters[p].Values);
        var gradients = Ordered(Right(subject(arguments)));
        Cost = Environment.CpuUsage.TotalTime - start;
        return gradients;
    });

    /// <summary>
    /// The same, quick where only dy is another one: a product with the Jacobian, which a few differences give.
    /// </summary>
    public Tensor<double>[] Approximate(Arguments arguments)
    {
        if (arguments.Dy.Shape.Count > Tolerances.ThoroughEntries) return Gradients(arguments);
        var known = jacobians.FirstOrDefault(
            one => one.X == arguments.X && one.Theta.SequenceEqual(arguments.Theta)).Jacobian;
        if (known is not null) return Ordered(known.Times(arguments.Dy));
        return Restored.After(parameters, () =>
        {
            var start = Environment.CpuUsage.TotalTime;
            for (var p = 0; p < parameters.Count; p++) arguments.Theta[p].Values.CopyTo(parameters[p].Values);
            var jacobian = new Jacobian(subject(arguments));
            Cost = Environment.CpuUsage.TotalTime - start;
            if (jacobians.Count < MostJacobians) jacobians.Add((arguments.X, arguments.Theta, jacobian));
            return Ordered(jacobian.Times(arguments.Dy));
        });
    }

    private Tensor<double>[] Ordered(Tensor<double>[] gradients) =>
        order is null ? gradients : [.. order.Select(v => gradients[v])];

    /// <summary>The right gradients of a subject, tensor by tensor.</summary>
    public static Tensor<double>[] Right(Subject subject)
    {
        var (dual, differences) = (DualOracle.For(subject), new FiniteDifferenceOracle(subject));
        return [.. subject.Variables.Select((variable, v) =>
        {
            var all = Selection.All(variable.Value.Shape.Count);
            return new Tensor<double>(
                variable.Value.Shape, dual is not null ? [.. dual.Differentiate(v, all).Select(d => d.Value)]
                    : [.. differences.Differentiate(v, all).Select(d => d.Value)]);
        })];
    }
}
