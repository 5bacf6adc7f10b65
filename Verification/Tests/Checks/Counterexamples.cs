namespace CnnVerified.Verification.Tests.Checks;

public class Counterexamples
{
    private static readonly ConvolutionGeometry Large =
        new(2, 3, 4, (8, 6), (3, 2), (2, 3), (1, 0), BiasPerPosition: false, Seed: 1);

    private static readonly PlantedBug[] Bugs = [.. new[]
    {
        "conv-kernel-not-rotated", "conv-kernel-gradient-reversed", "conv-channels-swapped", "conv-stride-ignored",
        "conv-bias-not-summed",
    }.Select(name => Catalogue.Find(name)!)];

    [Test]
    public Task A_wrong_layer_is_reduced_to_a_case_for_paper() => Snapshot.Approve("counterexamples", string.Join(
        "\n\n\n", Bugs.Select(bug => $"{bug.Name}: {bug.Mistake}\n\n{Smallest(bug)}")));

    [Test]
    public void A_right_layer_has_no_counterexample() => Assert.That(
        Counterexample.Of(Large, geometry => geometry.Draw<double>().Layer), Is.Null);

    [Test]
    public void The_smallest_case_of_a_kernel_not_rotated_is_two_numbers_under_two() =>
        Assert.That(Smallest(Catalogue.Find("conv-kernel-not-rotated")!)!.X.Shape.Count, Is.EqualTo(2));

    [Test]
    public void An_activation_shrinks_to_one_number() => Assert.That(
        Counterexample.Of(new InputGeometry(new Shape(3, 5)), _ =>
            Catalogue.Find("sigmoid-slope-of-input")!.PlantIn(new Sigmoid<double>()))!.X.Shape.Count, Is.EqualTo(1));

    [Test]
    public void Refuting_a_wrong_layer_throws_the_case() => Assert.That(
        () => Counterexample.Refute(
            Large, geometry => Catalogue.Find("conv-kernel-not-rotated")!.PlantIn(geometry.Draw<double>().Layer)),
        Throws.TypeOf<CounterexampleException>().With.Message.Contains("dx must be"));

    private static Counterexample? Smallest(PlantedBug bug) =>
        Counterexample.Of(Large, geometry => bug.PlantIn(geometry.Draw<double>().Layer));
}
