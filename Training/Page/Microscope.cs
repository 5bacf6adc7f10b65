using System.Text.Json;
using System.Text.Json.Serialization;

namespace CnnVerified.Training.Page;

/// <summary>
/// The figure in which one forward and one backward pass can be looked at, operation by operation. All numbers of all
/// settings come from the library and stand in the page; its script only shows them.
/// </summary>
internal static class Microscope
{
    private const int Digits = 6;
    private const double Rounding = 1e-9;

    private static readonly (string Name, double[] Numbers)[] Kernels =
    [
        ("all different", [1, 2, -1, 0.5]), ("edge", [1, -1, 1, -1]), ("mean, symmetric", [0.25, 0.25, 0.25, 0.25]),
    ];

    private static readonly JsonSerializerOptions WithInfinity = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly int[] Strides = [1, 2], Paddings = [0, 1];

    private static readonly string[] Broken =
        [nameof(Convolution<>), nameof(Sigmoid<>), nameof(Dense<>), nameof(BinaryCrossEntropy<>)];

    /// <summary>The figure; <c>Microscope.js</c> brings it to life.</summary>
    public static Figure Figure()
    {
        var cases = Kernels.SelectMany((kernel, k) => Strides.SelectMany(stride => Paddings.Select(padding =>
            (Name: $"{k}-{stride}-{padding}", Network: new TinyNetwork(kernel.Numbers, stride, padding))))).ToArray();
        PlantedBug[] bugs = [.. Catalogue.All.Where(bug => Broken.Contains(bug.Breaks) && bug.IsForwardRight
            && cases.Any(one => Wrong(one.Network, bug).Count > 0))];
        var data = JsonSerializer.Serialize(new
        {
            mistakes = bugs.ToDictionary(
                bug => bug.Name, bug => new { bug.Breaks, bug.Mistake, bug.Lesson }),
            cases = cases.ToDictionary(one => one.Name, one => new
            {
                width = one.Network.Map.Width,
                products = one.Network.Products(),
                right = one.Network.Numbers().ToDictionary(tensor => tensor.Key, tensor => Rounded(tensor.Value)),
                wrong = bugs.Select(bug => (bug.Name, Wrong: Wrong(one.Network, bug)))
                    .Where(bug => bug.Wrong.Count > 0).ToDictionary(bug => bug.Name, bug => bug.Wrong),
            }),
        }, WithInfinity);
        return new("microscope", "The microscope: one forward and one backward pass", Markup.Of($"""
            <div class="panel wide">
            <p class="controls on-screen">
            {Choice("kernel", "Kernel", Kernels.Select((kernel, k) => ($"{k}", kernel.Name)))}
            {Choice("stride", "Stride", Strides.Select(stride => ($"{stride}", $"{stride}")))}
            {Choice("padding", "Padding", Paddings.Select(padding => ($"{padding}", $"{padding}")))}
            <label>Mistake <select id="mistake"><option value="">none</option><option value="?">any, hidden</option>
            {bugs.GroupBy(bug => bug.Breaks).Select(Group)}</select></label>
            </p>
            <p class="controls on-screen"><button type="button" id="back">◀ Operation back</button>
            <button type="button" id="on">Next operation ▶</button> <span id="operation" aria-live="polite"></span></p>
            <div id="tensors" class="tensors"></div>
            <p id="sum" class="sum on-screen" aria-live="polite">Point at a number, or go to it with the Tab key.</p>
            <details class="answer" id="why" open="open"><summary>Why it is wrong</summary><p></p></details>
            <noscript><p>The microscope needs JavaScript; everything else on this page does not.</p></noscript>
            </div>
            <script type="application/json" id="numbers">{new Markup(data)}</script>
            """), Markup.Of($"""
                Every number of both passes.
                <span class="on-screen">Point at one, or move to it with the keyboard, and see the products that sum to
                it, in the image, the kernel and dy.</span> With a mistake, wrong numbers are underlined and red: those
                where it acts, and all that is computed from them. With a symmetric kernel, some mistakes do not show.
                """));
    }

    /// <summary>What is wrong with a mistake, tensor by tensor; what is right is left out.</summary>
    private static Dictionary<string, double[]> Wrong(TinyNetwork network, PlantedBug bug)
    {
        var right = network.Numbers();
        return network.Numbers(bug)
            .Where(tensor => tensor.Value.Zip(right[tensor.Key]).Any(
                pair => !(Math.Abs(pair.First - pair.Second) <= Rounding)))
            .ToDictionary(tensor => tensor.Key, tensor => Rounded(tensor.Value));
    }

    private static double[] Rounded(double[] numbers) => [.. numbers.Select(number => Math.Round(number, Digits))];

    private static Markup Choice(string id, string label, IEnumerable<(string Value, string Text)> options) =>
        Markup.Of($"""
            <label>{label} <select id="{id}">{options.Select(option =>
                Markup.Of($"<option value=\"{option.Value}\">{option.Text}</option>"))}</select></label>
            """);

    private static Markup Group(IGrouping<string, PlantedBug> kind) => Markup.Of($"""
        <optgroup label="{kind.Key}">{kind.Select(bug =>
            Markup.Of($"<option value=\"{bug.Name}\">{bug.Name}</option>"))}</optgroup>
        """);
}
