using CnnVerified.Training.Data.Mnist;

namespace CnnVerified.Training.Data;

/// <summary>Where the digits come from: this program, MNIST's whole files, or a folder of such files.</summary>
/// <param name="name">The words embedded or full, or the path of a folder.</param>
/// <param name="address">Where MNIST's files are fetched; several known places if none is said.</param>
internal sealed class DataSource(string name, Uri? address)
{
    /// <summary>The word for what is embedded in this program.</summary>
    public const string Embedded = "embedded";

    /// <summary>The word for MNIST's whole files.</summary>
    public const string Full = "full";

    /// <summary>The same name, wherever the program is run: the whole path of a folder.</summary>
    public static string Lasting(string name) =>
        name is Embedded or Full || name.Length == 0 ? name : Path.GetFullPath(name);

    /// <summary>Loads the digits below a number.</summary>
    /// <param name="classes">The number.</param>
    /// <param name="embedded">What is embedded of them.</param>
    /// <exception cref="IOException">They cannot be had; the message is one sentence.</exception>
    /// <exception cref="InvalidDataException">They are damaged; the message is one sentence.</exception>
    public DataSet Load(int classes, Func<DataSet> embedded) => name switch
    {
        Embedded => embedded(),
        Full => MnistFolder.Read(Cached()).OfFirst(classes),
        _ when Directory.Exists(name) => MnistFolder.Read(name).OfFirst(classes),
        _ => throw new DirectoryNotFoundException(
            $"--data is '{name}', but must be {Embedded}, {Full} or a directory that exists."),
    };

    private string Cached()
    {
        var places = address is null ? Mirror.Known : [address];
        var cache = new MnistCache(
            MnistCache.UsualFolder, MnistFile.All, [.. places.Select(place => new Mirror(place, Patience.Usual))]);
        cache.Fill();
        return cache.Folder;
    }
}
