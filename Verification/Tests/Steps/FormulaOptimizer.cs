namespace CnnVerified.Verification.Tests.Steps;

/// <summary>An optimiser of one's own: a formula for each entry, whose memory is the optimiser's state.</summary>
internal sealed class FormulaOptimizer(double learningRate, EntryFormula formula, int memory)
    : Optimizer<double>(learningRate)
{
    protected override Parameter<double>[] NewState(Shape parameter) =>
        [new("steps", new(new Shape(1))), new("memory", new(new Shape(parameter.Count, memory + 1)))];

    protected override void Update(
        Tensor<double> parameter, Tensor<double> gradient, IReadOnlyList<Parameter<double>> state)
    {
        var (t, numbers) = ((int)++state[0].Value[0], state[1].Value);
        for (var i = 0; i < parameter.Shape.Count; i++)
            parameter[i] = formula(
                parameter[i], gradient[i], LearningRate, t, numbers.Values.Slice(i * (memory + 1), memory));
    }
}
