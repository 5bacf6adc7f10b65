namespace CnnVerified.Training.Data.Mnist;

/// <summary>
/// A folder with digits in four files as MNIST's, each packed with gzip or not; it may have any number of images.
/// </summary>
internal static class MnistFolder
{
    private const int Classes = 10;
    private const int MostBytes = 1 << 30;      // twenty times MNIST's largest file

    /// <summary>Reads all four files.</summary>
    /// <exception cref="IOException">One is missing or cannot be read; the message is one sentence.</exception>
    /// <exception cref="InvalidDataException">
    /// One is damaged or does not fit another; the message is one sentence.
    /// </exception>
    public static DataSet Read(string folder) => new(
        Pair(Find(folder, MnistFile.TrainingImages), Find(folder, MnistFile.TrainingLabels)),
        Pair(Find(folder, MnistFile.TestImages), Find(folder, MnistFile.TestLabels)));

    private static string Find(string folder, MnistFile file) =>
        file.Spellings.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new FileNotFoundException($"'{folder}' has no file {string.Join(" or ", file.Spellings)}.");

    private static Digits Pair(string imagesPath, string labelsPath)
    {
        var (images, labels) = (ReadArray(imagesPath), ReadArray(labelsPath));
        return Blaming($"'{imagesPath}' with its '{Path.GetFileName(labelsPath)}'",
            () => new Digits(images, labels, Classes));
    }

    private static IdxArray ReadArray(string path) =>
        Blaming($"'{path}'", () => IdxArray.Read(Gzip.Unpack(InputFile.Read(path, MostBytes), MostBytes)));

    private static T Blaming<T>(string files, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{files} cannot be used: it {damage.Message}.", damage);
        }
    }
}
