using System.IO.Compression;
using System.Text.Json;

namespace CnnVerified.Verification.Tests.Golden;

/// <summary>One forward pass and its gradients as a peer computed them: PyTorch, in double precision.</summary>
internal sealed class GoldenCase(JsonElement json)
{
    public string Kind { get; } = json.GetProperty("kind").GetString()!;

    public string Name { get; } = json.GetProperty("name").GetString()!;

    public Tensor<double> Y { get; } = TensorOf(json.GetProperty("y"));

    /// <summary>The upstream gradient; a loss has none, its own gradient being 1.</summary>
    public Tensor<double> Dy => TensorOf(json.GetProperty("dy"));

    /// <summary>∂L/∂ of inputs, by name.</summary>
    public IReadOnlyDictionary<string, Tensor<double>> Gradients { get; } =
        json.GetProperty("gradients").EnumerateObject().ToDictionary(one => one.Name, one => TensorOf(one.Value));

    public Tensor<double> Input(string name) => TensorOf(json.GetProperty("inputs").GetProperty(name));

    /// <summary>The same, which must be of a shape.</summary>
    public Tensor<double> Input(string name, Shape shape)
    {
        var input = Input(name);
        Shape.Require(input.Shape, shape, name);
        return input;
    }

    /// <summary>The sizes of a case about images: the window is that of pooling, or of the kernels.</summary>
    public ConvolutionGeometry Images()
    {
        var (x, inputs) = (Input("x").Shape, json.GetProperty("inputs"));
        Extent window = inputs.TryGetProperty("kernels", out _) && Input("kernels").Shape is var kernels
            ? (kernels[2], kernels[3]) : Pair("window");
        return new(
            x[0], x[1], Y.Shape[1], (x[2], x[3]), window, Pair("stride"), Pair("padding"),
            BiasPerPosition: inputs.TryGetProperty("bias", out _) && Input("bias").Shape.Rank == 3, Seed: 0);
    }

    /// <summary>The target of a loss: as it is given, or of labels.</summary>
    public Tensor<double> Target() => json.GetProperty("inputs").TryGetProperty("target", out var target)
        ? TensorOf(target) : SoftmaxCrossEntropy<double>.OneHot(
            Input("logits").Shape[1],
            [.. json.GetProperty("config").GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())]);

    private Extent Pair(string name) => json.GetProperty("config").GetProperty(name) is var pair
        ? (pair[0].GetInt32(), pair[1].GetInt32())
        : default;

    /// <summary>The cases of a file, plain or gzipped JSON.</summary>
    public static IReadOnlyList<GoldenCase> Read(Stream file, bool zipped)
    {
        using var text = zipped ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var document = JsonDocument.Parse(text);
        var cases = document.RootElement.GetProperty("cases").EnumerateArray();
        return [.. cases.Select(json => new GoldenCase(json.Clone()))];
    }

    private static Tensor<double> TensorOf(JsonElement json) => new(
        new Shape([.. json.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]),
        [.. json.GetProperty("data").EnumerateArray().Select(value => value.GetDouble())]);
}
