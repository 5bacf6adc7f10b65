using NUnit.Framework;

namespace CnnVerified.Verification.Tests.Training;

/// <summary>The program's losses under runtimes that are forbidden the processor's wider vectors.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class SameBitsTests
{
    private static readonly string[] Arguments = ["--seed", "2", "--epochs", "3", "--samples-per-class", "20"];

    [Test]
    public void Losses_have_the_same_bits_at_every_vector_width(
        [Values("DOTNET_EnableAVX512", "DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic")] string feature,
        [Values("double", "float")] string precision)
    {
        string[] arguments = [.. Arguments, "--precision", precision];
        var plain = TrainingProgram.FirstLines(3, arguments);
        Assert.That(plain, Has.All.Contains("Loss: "));
        Assert.That(TrainingProgram.FirstLines(3, arguments, (feature, "0")), Is.EqualTo(plain));
    }
}
