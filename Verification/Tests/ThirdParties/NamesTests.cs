using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CnnVerified.Verification.Tests.ThirdParties;

/// <summary>
/// Two imported namespaces that have one name make it ambiguous. So the harness's public names are none that an adopter
/// imports besides: of the platform, of NUnit and other packages, of TorchSharp and ML.NET, or of code of their own.
/// </summary>
public class NamesTests
{
    /// <summary>What <c>TorchSharp</c>, <c>TorchSharp.Modules</c> and <c>static TorchSharp.torch</c> bring.</summary>
    private const string TorchSharp = """
        Adam BatchNorm Bernoulli Beta Convolution Device DeviceType Dropout Embedding FInfo Flatten Fold Generator
        Identity Independent Linear Loss Normal Padding Parameter ReLU Reduce Scalar ScalarType Sequential SGD Sigmoid
        Size Softmax Storage Tanh Tensor TensorIndex Threshold Transformer Uniform WeightedLoss
        """;

    /// <summary>What <c>Microsoft.ML</c> and <c>Microsoft.ML.Data</c> bring.</summary>
    private const string MachineLearning = """
        ConfusionMatrix DataViewSchema EstimatorChain MetricStatistics MLContext PredictionEngine SchemaShape
        TextLoader TrainerInfo TransformerChain VBuffer VectorType
        """;

    /// <summary>What people call what they write themselves.</summary>
    private const string OwnCode = """
        Activation Axes Axis Batch Bounds Chart Check Cost Data Dataset Dense Difference Draw Dual Edge Entry Error
        Estimator Evaluator Example Expression Fingerprint Function Gradient Graph Grid Image Index Input Interval Item
        Jacobian Kernel Label Layer Line Math Matrix Metrics Model Module Momentum Network Node Noise Numbers Operation
        Optimizer Options Order Output Parts Piece Pixel Point Pooling Probe Problem Progress Projection Range Report
        Result Sample Scene Section Selection Settings Sgd Shape Shard Shift Solver State Step Subject Summary Target
        Test Tolerance Trace Trainer Value Variable Vector Weights Window Worker Workers
        """;

    private static readonly Dictionary<string, string> Excepted = new()
    {
        ["Dual"] = "the textbooks' name; who checks a gradient never writes it, the library's own layers neither",
    };

    private static readonly Lazy<HashSet<string>> Foreign = new(() =>
    [
        .. TorchSharp.Split(), .. MachineLearning.Split(), .. OwnCode.Split(),
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("CnnVerified", StringComparison.Ordinal))
            .SelectMany(PublicTypes),
    ]);

    [Test]
    public void No_public_name_is_one_that_others_have() =>
        Assert.That(Ours().Where(Foreign.Value.Contains).Except(Excepted.Keys), Is.Empty);

    [Test]
    public void Every_exception_is_needed() =>
        Assert.That(Excepted.Keys, Is.SubsetOf(Ours()).And.SubsetOf(Foreign.Value));

    [TestCase("Tensor")]
    [TestCase("Range")]
    [TestCase("TestCaseAttribute")]
    [TestCase("TensorPrimitives")]
    [TestCase("Shard")]
    public void Others_have(string name) => Assert.That(Foreign.Value, Does.Contain(name));

    private static string[] Ours() => [.. typeof(GradientCheck).Assembly.GetExportedTypes()
        .Where(type => !type.IsNested).Select(type => type.Name.Split('`')[0])];

    private static IEnumerable<string> PublicTypes(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata) return [];
        var reader = file.GetMetadataReader();
        return
        [
            .. reader.TypeDefinitions.Select(reader.GetTypeDefinition)
                .Where(type => (type.Attributes & System.Reflection.TypeAttributes.VisibilityMask)
                    == System.Reflection.TypeAttributes.Public)
                .Select(type => reader.GetString(type.Name).Split('`')[0]),
        ];
    }
}
