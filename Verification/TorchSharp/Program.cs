using CnnVerified.Verification;
using TorchSharp;
using static TorchSharp.torch;

if (!Libtorch.Loads())
{
    Console.Error.WriteLine(
        "libtorch does not load here: add -p:WithLibtorch=true, which fetches it; it needs the libstdc++ of GCC 13.");
    return 2;
}

var x = tensor(new[,] { { 0.5, -1.2, 3 }, { 2.5, 0.1, -0.7 } });
var y = tensor(new[,] { { 1, 0.4, -2 }, { 0.3, -1, 0.6 } });
var slope = tensor(new[] { 1.5 });

TensorCheck.Of(a => [Swish.apply(a[0], a[1])], ("x", x), ("slope", slope)).Verify();
TensorCheck.Of(a => Polar.apply(a[0], a[1]), ("x", x), ("y", y)).Verify();
Console.WriteLine("Swish and Polar: every entry of every gradient is right.");

GradientReport[] wrong =
[
    TensorCheck.Of(a => [SwishWithoutProductRule.apply(a[0], a[1])], ("x", x), ("slope", slope)).Run(),
    TensorCheck.Of(a => PolarOfUnitRadius.apply(a[0], a[1]), ("x", x), ("y", y)).Run(),
];
foreach (var report in wrong) Console.WriteLine($"\n{report}");
return wrong.All(report => report.Count(Verdict.Wrong) > 0) ? 0 : 1;
