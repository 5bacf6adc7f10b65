using NUnit.Framework;

namespace CnnVerified.Verification.Tests.Training;

/// <summary>The program's losses under runtimes that are forbidden the processor's wider vectors.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SameBitsTests
{
    private static readonly string[] Digits = ["--experiment", "digits", "--epochs", "2", "--samples-per-class", "4"];
    private static readonly string[] Arguments = ["--seed", "2", "--epochs", "3", "--samples-per-class", "20"];

    [Test]
    public void Losses_have_the_same_bits_at_every_vector_width(
        [Values("DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic")] string feature,
        [Values("double", "float")] string precision)
    {
        RequireSameLines(3, [.. Arguments, "--precision", precision], feature);
    }

    [Test]
    public void Losses_of_ten_digits_have_the_same_bits_at_every_vector_width(
        [Values("DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic")] string feature) =>
        RequireSameLines(2, Digits, feature);

    private static void RequireSameLines(int lines, string[] arguments, string feature)
    {
        var plain = TrainingProgram.FirstLines(lines, arguments);
        Assert.That(plain, Has.All.Contains("Loss: "));
        Assert.That(TrainingProgram.FirstLines(lines, arguments, (feature, "0")), Is.EqualTo(plain));
    }
}
