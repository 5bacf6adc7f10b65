using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CnnVerified.Verification.Tests.Training.Data;

/// <summary>A web server on this machine that answers each path as it is told, be it against the protocol.</summary>
internal sealed class MirrorServer : IDisposable
{
    private const string Authorization = "Authorization:";
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, Answer> answer;
    private readonly CancellationTokenSource closing = new();

    public MirrorServer(Func<string, Answer> answer)
    {
        this.answer = answer;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/mnist/");
        _ = Listen();
    }

    public Uri Address { get; }

    /// <summary>The paths asked for, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>What was sent to identify the sender.</summary>
    public ConcurrentQueue<string> Authorizations { get; } = new();

    public void Dispose()
    {
        closing.Cancel();
        listener.Dispose();
        closing.Dispose();
    }

    private async Task Listen()
    {
        while (!closing.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(closing.Token);
            _ = Serve(client, closing.Token);
        }
    }

    private async Task Serve(TcpClient client, CancellationToken closed)
    {
        using (client)
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var path = (await reader.ReadLineAsync(closed))!.Split(' ')[1];
            while (await reader.ReadLineAsync(closed) is { Length: > 0 } header)
                if (header.StartsWith(Authorization, StringComparison.OrdinalIgnoreCase))
                    Authorizations.Enqueue(header[Authorization.Length..].Trim());

            Requests.Enqueue(path);
            var reply = answer(path);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {reply.Status}\r\nConnection: close\r\n{reply.Headers}\r\n"), closed);
            await stream.WriteAsync(reply.Body, closed);
            while (reply.Drips)
            {
                await stream.WriteAsync(new byte[1], closed);
                await Task.Delay(TimeSpan.FromMilliseconds(100), closed);
            }
            if (reply.ThenHangs) await Task.Delay(Timeout.Infinite, closed);
        }
    }

    /// <summary>
    /// What the server sends: a status, headers that each end in a line break, a body; then it closes or hangs.
    /// </summary>
    public sealed record Answer(string Status, string Headers, byte[] Body, bool ThenHangs = false, bool Drips = false)
    {
        public static Answer NotFound => new("404 Not Found", "Content-Length: 0\r\n", []);

        public static Answer Of(byte[] body) => new("200 OK", $"Content-Length: {body.Length}\r\n", body);

        public static Answer Redirect(string location) =>
            new("302 Found", $"Location: {location}\r\nContent-Length: 0\r\n", []);
    }
}
