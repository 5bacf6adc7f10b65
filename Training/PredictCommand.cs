using System.CommandLine;
using CnnVerified.Training.Data;
using CnnVerified.Training.Data.Mnist;
using CnnVerified.Training.Models;
using CnnVerified.Training.Prediction;

namespace CnnVerified.Training;

/// <summary>The command that has a trained network read digits.</summary>
internal static class PredictCommand
{
    private const int MostBytes = 1 << 30;

    private static readonly Argument<string> File = new("FILE")
    {
        Description = "A PNG or PGM picture of one digit, of any size, dark on light or light on dark; or images in an IDX "
            + "file as MNIST's, packed with gzip or not.",
    };

    private static readonly Option<string> Load = new("--load")
    {
        HelpName = "MODEL",
        Description = "The network: a file that --save wrote.",
        Required = true,
    };

    /// <summary>The command, ready to parse.</summary>
    public static Command Create()
    {
        var command = new Command("predict", "Prints which digit a trained network sees in each image, and its probabilities.") { File, Load };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(File), parsed.GetRequiredValue(Load)));
        return command;
    }

    private static void Run(string path, string model)
    {
        var reader = new DigitReader(new Model(model));
        foreach (var picture in Pictures(path)) Console.WriteLine(reader.Read(picture.ToImage()));
    }

    private static IEnumerable<Picture> Pictures(string path)
    {
        try
        {
            var bytes = Gzip.Unpack(System.IO.File.ReadAllBytes(path), MostBytes);
            return PngFile.IsOne(bytes.Span) ? [PngFile.Read(bytes)]
                : PgmFile.IsOne(bytes.Span) ? [PgmFile.Read(bytes)]
                : PicturesOf(IdxArray.Read(bytes));
        }
        catch (InvalidDataException complaint)
        {
            throw new InvalidDataException($"'{path}' cannot be read as a PNG, PGM or IDX file: it {complaint.Message}.", complaint);
        }
    }

    private static IEnumerable<Picture> PicturesOf(IdxArray images)
    {
        if (images.Sizes is not [var count, var height, var width])
            throw new InvalidDataException($"has the sizes {string.Join('×', images.Sizes)} where images are N×height×width");
        return Enumerable.Range(0, count).Select(i => new Picture(width, height, images.Values.Slice(i * height * width, height * width)));
    }
}
