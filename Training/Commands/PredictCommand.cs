using System.CommandLine;

namespace CnnVerified.Training.Commands;

/// <summary>The command that has a trained network read digits.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A picture of one digit, PNG, JPEG, GIF, BMP, PBM, PGM or PPM, drawn or photographed, of any "
            + "size, on light or dark paper; or images in an IDX file as MNIST's. Either may be packed with gzip.",
    };

    private static readonly Option<string?> Load =
        OptionOf.Text("--load", "MODEL", "The network: a file that --save wrote. It must be given.");

    private static readonly Option<bool> Show = new("--show")
    {
        Description = "Also prints what the network sees: the ink alone, in MNIST's size and place.",
    };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command(
            "predict", "Prints which digit a trained network sees in each image, and how surely. Whatever the picture, "
            + "the network gets it as MNIST has its digits: the paper taken away, the strokes about as wide, in a box "
            + "of 20×20 pixels around their centre.")
        {
            File, Load, Show,
        };
        command.SetAction(Run);
        return command;
    }

    private static void Run(ParseResult parsed)
    {
        var pictures = PictureFile.Read(parsed.GetRequiredValue(File));
        var model = parsed.GetValue(Load) ?? throw new InvalidDataException(
            $"{Load.Name} is missing, but must name the network: a file that {TrainOptions.Save.Name} wrote.");
        var reader = DigitReader.Of(new Model(model));
        foreach (var picture in pictures.TakeWhile(_ => !OutputUntilClosed.IsLeft.IsCancellationRequested))
        {
            var image = DigitImage.Of(picture);
            if (image is not null && parsed.GetValue(Show)) Console.Write(Drawing(image));
            Console.WriteLine(image is null ? "blank: nothing is drawn on this picture" : reader.Read(image));
        }
    }

    /// <summary>Rows of characters, the darker the more ink; two make a pixel, being half as wide as high.</summary>
    private static string Drawing(Tensor<double> image)
    {
        const string Inks = " .:-=+*#%@";
        var pixels = Enumerable.Chunk(image.Values.ToArray(), image.Shape[3]);
        return string.Concat(pixels.Select(row => string.Concat(row.Select(
            ink => new string(Inks[(int)(ink * (Inks.Length - 1) + 0.5)], 2))).TrimEnd() + "\n"));
    }
}
