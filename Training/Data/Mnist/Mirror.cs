using System.Net;
using System.Net.Http.Headers;

namespace CnnVerified.Training.Data.Mnist;

/// <summary>A place on the web that offers MNIST's files.</summary>
/// <param name="folder">
/// The address of the files' folder, over http or https. A name and a password in it are for this place alone, and are
/// not shown.
/// </param>
/// <param name="patience">How long the place may be silent, and how slow.</param>
internal sealed class Mirror(Uri folder, Patience patience)
{
    private const int Piece = 1 << 16, MostRedirections = 5;

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The places that are tried in turn if none is named.</summary>
    public static IReadOnlyList<Uri> Known { get; } =
    [
        new("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        new("https://storage.googleapis.com/cvdf-datasets/mnist/"),
    ];

    /// <summary>Whether files can be fetched from an address.</summary>
    public static bool IsReachable(Uri address) => address is { IsAbsoluteUri: true, Scheme: "http" or "https" };

    /// <summary>Fetches one file and makes sure that it is the right one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="advance">Told of every share of the file that arrives; all shares add up to 1.</param>
    /// <returns>The file, unpacked.</returns>
    /// <exception cref="InvalidDataException">
    /// It cannot be had; the message is a sentence without its full stop.
    /// </exception>
    public async Task<ReadOnlyMemory<byte>> Fetch(MnistFile file, Action<double> advance)
    {
        var address = new UriBuilder(folder) { Path = folder.AbsolutePath.TrimEnd('/') + $"/{file.Name}.gz" }.Uri;
        var shown = Shown(address);
        using var silence = new CancellationTokenSource(patience.WithSilence);
        using var total = new CancellationTokenSource(patience.For(file.Length));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, total.Token);
        using var received = new MemoryStream();
        try
        {
            using var response = await Ask(address, either.Token);
            await Receive(response, received, file.Length + Piece, advance, silence, either.Token);
            var unpacked = Gzip.Unpack(received.GetBuffer().AsMemory(0, (int)received.Length), file.Length);
            file.Require(unpacked.Span);
            return unpacked;
        }
        catch (OperationCanceledException e)
        {
            throw new InvalidDataException(FormattableString.Invariant(total.IsCancellationRequested
                ? $"{shown} had sent {received.Length:N0} bytes after {patience.For(file.Length).TotalSeconds} s"
                : (FormattableString)$"{shown} was silent for {patience.WithSilence.TotalSeconds} s"), e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{shown} {e.Message}", e);
        }
        catch (HttpRequestException e)
        {
            throw new InvalidDataException(
                $"{shown} could not be reached ({Quoted.Printable(e.Message.TrimEnd('.'))})", e);
        }
        catch (IOException e)
        {
            throw new InvalidDataException(
                FormattableString.Invariant($"{shown} broke off after {received.Length:N0} bytes"), e);
        }
    }

    /// <summary>Asks for a file, and where it is said to be instead, as long as that is on the web.</summary>
    private static async Task<HttpResponseMessage> Ask(Uri address, CancellationToken end)
    {
        var identity = address.UserInfo.Length == 0 ? null : new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        for (var redirections = 0; ; redirections++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Authorization = redirections == 0 ? identity : null;
            var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end);
            if (response.StatusCode is HttpStatusCode.OK) return response;
            using (response)
            {
                var isElsewhere = (int)response.StatusCode is 301 or 302 or 303 or 307 or 308;
                if (!isElsewhere || response.Headers.Location is not { } place || redirections == MostRedirections)
                    throw new InvalidDataException(
                        $"answered {(int)response.StatusCode} {Quoted.Of(response.ReasonPhrase ?? "")}".TrimEnd());
                address = new Uri(address, place);
                if (!IsReachable(address))
                    throw new InvalidDataException(
                        $"points to an address of {Quoted.Of(address.Scheme)}, but only http and https are followed");
            }
        }
    }

    private async Task Receive(
        HttpResponseMessage response, MemoryStream received, int most, Action<double> advance,
        CancellationTokenSource silence, CancellationToken end)
    {
        await using var content = await response.Content.ReadAsStreamAsync(end);
        var expected = response.Content.Headers.ContentLength ?? most;
        var piece = new byte[Piece];
        while (await content.ReadAsync(piece, end) is > 0 and var n)
        {
            if (received.Length + n > most)
                throw new InvalidDataException(
                    FormattableString.Invariant($"sent more than {most:N0} bytes, which MNIST's file does not have"));
            received.Write(piece, 0, n);
            advance((double)n / expected);
            silence.CancelAfter(patience.WithSilence);
        }
    }

    /// <summary>The address without name, password and query, which may hold secrets.</summary>
    private static string Shown(Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
