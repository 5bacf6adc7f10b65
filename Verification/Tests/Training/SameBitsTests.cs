namespace CnnVerified.Verification.Tests.Training;

/// <summary>The program's losses under runtimes that are forbidden the processor's wider vectors.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SameBitsTests
{
    private static readonly string[] Features =
        ["DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic"];

    [Test]
    public void Losses_have_the_same_bits_at_every_vector_width([Values("double", "float")] string precision) =>
        RequireSameLines(3, ["--seed", "2", "--epochs", "3", "--samples-per-class", "10", "--precision", precision]);

    [Test]
    public void Losses_of_ten_digits_have_the_same_bits_at_every_vector_width() =>
        RequireSameLines(2, ["--experiment", "digits", "--epochs", "2", "--samples-per-class", "4"]);

    [Test]
    public void Losses_of_mini_batches_have_the_same_bits_on_any_number_of_threads()
    {
        string[] arguments = ["--experiment", "digits", "--epochs", "2", "--samples-per-class", "8"];
        var alone = TrainingProgram.FirstLines(2, [.. arguments, "--threads", "1"]);
        Assert.That(alone, Has.All.Contains("Loss: "));
        Assert.That(TrainingProgram.FirstLines(2, [.. arguments, "--threads", "2"]), Is.EqualTo(alone));
        Assert.That(TrainingProgram.FirstLines(2, [.. arguments, "--threads", "3"]), Is.EqualTo(alone));
    }

    private static void RequireSameLines(int lines, string[] arguments)
    {
        var plain = TrainingProgram.FirstLines(lines, arguments);
        Assert.That(plain, Has.All.Contains("Loss: "));
        foreach (var feature in Features)
            Assert.That(TrainingProgram.FirstLines(lines, arguments, (feature, "0")), Is.EqualTo(plain), feature);
    }
}
