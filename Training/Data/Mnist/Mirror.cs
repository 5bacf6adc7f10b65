using System.Net;

namespace CnnVerified.Training.Data.Mnist;

/// <summary>A place on the web that offers MNIST's files.</summary>
/// <param name="folder">The address of the files' folder, over http or https.</param>
/// <param name="patience">How long the place may be silent.</param>
internal sealed class Mirror(Uri folder, TimeSpan patience)
{
    private const int Piece = 1 << 16;

    private static readonly HttpClient Client = new(new SocketsHttpHandler { MaxAutomaticRedirections = 5 })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The places that are tried in turn if none is named.</summary>
    public static IReadOnlyList<Uri> Known { get; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>Fetches one file and makes sure that it is the right one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="advance">Told of every share of the file that arrives; all shares add up to 1.</param>
    /// <returns>The file, unpacked.</returns>
    /// <exception cref="InvalidDataException">It cannot be had; the message is a sentence without its full stop.</exception>
    public async Task<ReadOnlyMemory<byte>> Fetch(MnistFile file, Action<double> advance)
    {
        var address = new Uri(folder.AbsoluteUri.TrimEnd('/') + $"/{file.Name}.gz");
        using var silence = new CancellationTokenSource(patience);
        using var received = new MemoryStream();
        try
        {
            await Receive(address, received, file.Length + Piece, advance, silence);
            var unpacked = Gzip.Unpack(received.GetBuffer().AsMemory(0, (int)received.Length), file.Length);
            file.Require(unpacked.Span);
            return unpacked;
        }
        catch (OperationCanceledException e)
        {
            throw new InvalidDataException($"{address} was silent for {patience.TotalSeconds} s", e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{address} {e.Message}", e);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidDataException($"{address} could not be reached ({e.Message.TrimEnd('.')})", e);
        }
        catch (IOException e)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{address} broke off after {received.Length:N0} bytes"), e);
        }
    }

    private async Task Receive(Uri address, MemoryStream received, int most, Action<double> advance, CancellationTokenSource silence)
    {
        using var response = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new InvalidDataException($"answered {(int)response.StatusCode} {response.ReasonPhrase}");

        await using var content = await response.Content.ReadAsStreamAsync(silence.Token);
        var expected = response.Content.Headers.ContentLength ?? most;
        var piece = new byte[Piece];
        while (await content.ReadAsync(piece, silence.Token) is > 0 and var n)
        {
            if (received.Length + n > most)
                throw new InvalidDataException(FormattableString.Invariant($"sent more than {most:N0} bytes, which MNIST's file does not have"));
            received.Write(piece, 0, n);
            advance((double)n / expected);
            silence.CancelAfter(patience);
        }
    }
}
