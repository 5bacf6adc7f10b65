namespace CnnVerified.Verification.Benchmarks;

/// <summary>What a named piece of work may be varied by.</summary>
/// <param name="Precision">The scalar of a training step.</param>
/// <param name="Batch">The samples of a training step.</param>
/// <param name="Optimizer">How a training step changes the parameters.</param>
/// <param name="Directions">Directions a tensor of a random projection.</param>
internal sealed record WorkSettings(Precision Precision, int Batch, OptimizerKind Optimizer, int Directions);

/// <summary>A named piece of work that other programs can do too, so that their times can be compared.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Prepare">Makes everything ready; the result does the work once.</param>
internal sealed record WorkItem(string Name, Func<WorkSettings, Action> Prepare)
{
    private const int Inputs = 676, Outputs = 100, WideHidden = 295;

    /// <summary>All there are.</summary>
    public static IReadOnlyList<WorkItem> All { get; } =
    [
        new("seed-step", settings => Step(Workloads.Seed(), settings)),
        new("small-step", settings => Step(Workloads.Small(), settings)),
        new("digits-step", settings => Step(Workloads.Digits(), settings)),
        new("check-seed", _ => Check(Workloads.Seed().Check())),
        new("check-lenet", _ => Check(Workloads.LeNet().Check())),
        new("check-1m", _ => Check(Workloads.Wide(WideHidden).Check())),
        new("check-dense", _ => Check(Dense())),
        new("project-seed", settings => Check(Workloads.Seed().Check().ByRandomProjection(settings.Directions))),
        new("project-dense", settings => Check(Dense().ByRandomProjection(settings.Directions))),
    ];

    /// <summary>The piece of work of a name.</summary>
    /// <exception cref="InvalidDataException">There is none; the message is one sentence.</exception>
    public static WorkItem Find(string name) => All.FirstOrDefault(item => item.Name == name)
        ?? throw new InvalidDataException(
            $"'{name}' is no work item: there are {string.Join(", ", All.Select(item => item.Name))}.");

    private static Action Step(Workload workload, WorkSettings settings) =>
        settings.Precision is Precision.Float ? Step<float>(workload, settings) : Step<double>(workload, settings);

    private static Action Step<T>(Workload workload, WorkSettings settings) where T : IFloatingPointIeee754<T>
    {
        var step = workload.Step<T>(settings.Batch, settings.Optimizer);
        return () => step();
    }

    private static GradientCheck Dense() => GradientCheck.Of(Workloads.Dense(Inputs, Outputs)).At(1, Inputs);

    private static Action Check(GradientCheck check) => () => CheckCost.Run(check);
}
