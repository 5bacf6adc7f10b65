using CnnVerified.Training.Data.Mnist;
using Answer = CnnVerified.Verification.Tests.Training.Data.MirrorServer.Answer;

namespace CnnVerified.Verification.Tests.Training.Data;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MnistCacheTests : IDisposable
{
    // Mirrors that answer are waited for however busy the machine is; those that hang never answer, however idle it is.
    private static readonly Patience Patience = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1), 1e6);
    private static readonly Patience WithMirrorsThatHang = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1), 1e6);
    private static readonly Patience WithMirrorsThatDrip = new(TimeSpan.FromHours(1), TimeSpan.FromSeconds(2), 1e6);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Test]
    public void All_four_files_are_fetched_once_and_kept_unpacked()
    {
        using var server = new MirrorServer(Right);
        Cache(server).Fill();
        Cache(server).Fill();
        Assert.That(server.Requests, Is.EqualTo(SmallMnist.Contents.Keys.Select(name => $"/mnist/{name}.gz")));
        AssertOnlyRightFiles(SmallMnist.Contents.Count);
        Assert.That(MnistFolder.Read(folder.FullName).HeldOut.Count, Is.EqualTo(11));
    }

    [Test]
    public void A_folder_that_does_not_exist_is_made()
    {
        using var server = new MirrorServer(Right);
        (Cache(server) with { Folder = Path.Combine(folder.FullName, "a", "b") }).Fill();
        Assert.That(folder.GetFiles("*", SearchOption.AllDirectories), Has.Length.EqualTo(4));
    }

    [Test]
    public void A_mirror_may_send_files_that_are_not_packed_and_addresses_may_lack_the_last_slash()
    {
        using var server = new MirrorServer(path => Answer.Of(SmallMnist.Contents[NameOf(path)]));
        var address = new Uri(server.Address.AbsoluteUri.TrimEnd('/'));
        (Cache(server) with { Mirrors = [new Mirror(address, Patience)] }).Fill();
        AssertOnlyRightFiles(SmallMnist.Contents.Count);
    }

    [Test]
    public void A_redirection_is_followed()
    {
        using var server = new MirrorServer(path => path.StartsWith("/mnist/", StringComparison.Ordinal)
            ? Answer.Redirect(path.Replace("/mnist/", "/moved/", StringComparison.Ordinal))
            : Right(path));
        Cache(server).Fill();
        AssertOnlyRightFiles(SmallMnist.Contents.Count);
    }

    [Test]
    public void Where_one_mirror_fails_the_next_one_is_asked()
    {
        using var empty = new MirrorServer(_ => Answer.NotFound);
        using var server = new MirrorServer(Right);
        (Cache(server) with { Mirrors = [new Mirror(empty.Address, Patience), new Mirror(server.Address, Patience)] })
            .Fill();
        Assert.That((empty.Requests.Count, server.Requests.Count), Is.EqualTo((4, 4)));
        AssertOnlyRightFiles(SmallMnist.Contents.Count);
    }

    [Test]
    public void A_damaged_file_in_the_cache_is_fetched_again([Values("short", "changed")] string damage)
    {
        using var server = new MirrorServer(Right);
        Cache(server).Fill();
        var path = Path.Combine(folder.FullName, SmallMnist.TrainingImages);
        var bytes = File.ReadAllBytes(path);
        bytes[100] ^= 1;
        File.WriteAllBytes(path, damage == "short" ? bytes[..^1] : bytes);
        Cache(server).Fill();
        Assert.That(server.Requests, Has.Count.EqualTo(5));
        AssertOnlyRightFiles(SmallMnist.Contents.Count);
    }

    [Test]
    public void What_had_been_fetched_stays_when_a_later_file_fails()
    {
        using var server =
            new MirrorServer(path => path.Contains("t10k", StringComparison.Ordinal) ? Answer.NotFound : Right(path));
        Assert.That(Cache(server).Fill, Throws.InstanceOf<IOException>());
        AssertOnlyRightFiles(2);
    }

    public static IEnumerable<TestCaseData> BadAnswers()
    {
        var right = SmallMnist.Packed(SmallMnist.Contents[SmallMnist.TrainingImages]);
        var length = SmallMnist.Files[0].Length;
        var digest = SmallMnist.Files[0].Sha256[..8];
        yield return Case("404", Answer.NotFound, "answered 404 Not Found");
        yield return Case("hangs before the first byte",
            Answer.Of([]) with { Headers = "Content-Length: 9\r\n", ThenHangs = true }, "was silent for 0.5 s");
        yield return Case("hangs midway", new Answer(
            "200 OK", $"Content-Length: {right.Length}\r\n", right[..50], ThenHangs: true), "was silent for 0.5 s");
        yield return Case("closes midway", new Answer("200 OK", $"Content-Length: {right.Length}\r\n", right[..50]),
            "broke off after 50 bytes");
        yield return Case(
            "redirects in a circle", Answer.Redirect("/mnist/train-images-idx3-ubyte.gz"), "answered 302 Found");
        yield return Case("redirects to a file", Answer.Redirect("file:///etc/hosts"),
            "points to an address of file, but only http and https are followed");
        yield return Case("redirects to ftp", Answer.Redirect("ftp://name:secret@127.0.0.1/x?key=secret"),
            "points to an address of ftp, but only http and https are followed");
        yield return Case("a reason with control characters",
            new Answer("500 \u001b[31mred", "Content-Length: 0\r\n", []),
            "(answered 500 ·\\[31mred|could not be reached .*)");
        yield return Case("redirects nowhere", new Answer("302 Found", "", []), "answered 302 Found");
        yield return Case("truncated", Answer.Of(right[..^2000]),
            @"(is a damaged gzip file|has [\d,]+ bytes when unpacked, but MNIST's has [\d,]+)");
        yield return Case("damaged packing", Answer.Of([.. right[..20], .. new byte[200], .. right[220..]]),
            "is a damaged gzip file");
        yield return Case("wrong magic", Answer.Of(SmallMnist.Packed([1, .. new byte[length - 1]])),
            $"has the SHA-256 [0-9a-f]{{8}}…, but MNIST's has {digest}…");
        yield return Case("a web page", Answer.Of("<html>Please log in</html>"u8.ToArray()),
            "is a web page, but must be MNIST's train-images-idx3-ubyte");
        yield return Case("too short", Answer.Of(SmallMnist.Packed(SmallMnist.Images(12))),
            "has 9,424 bytes when unpacked, but MNIST's has 10,208");
        yield return Case("unpacks to too much", Answer.Of(SmallMnist.Packed(new byte[1_000_000])),
            "has more than 10,208 bytes when unpacked");
        yield return Case("sends too much", Answer.Of(new byte[200_000]),
            "sent more than 75,744 bytes, which MNIST's file does not have");

        static TestCaseData Case(string name, Answer answer, string complaint) =>
            new TestCaseData(answer, complaint).SetName($"A mirror's file is refused in one sentence: {name}");
    }

    [TestCaseSource(nameof(BadAnswers))]
    public void A_bad_answer_is_refused_in_one_sentence(object answer, string complaint)
    {
        using var server = new MirrorServer(_ => (Answer)answer);
        Assert.That(
            Cache(server, ((Answer)answer).ThenHangs ? WithMirrorsThatHang : Patience).Fill,
            Throws.TypeOf<IOException>().With.Message.Matches(
                @"\Atrain-images-idx3-ubyte could not be fetched: "
                + $@"{server.Address}train-images-idx3-ubyte\.gz {complaint}\.\z"));
        Assert.That(folder.GetFileSystemInfos(), Is.Empty);
    }

    [Test]
    public void A_place_that_sends_a_byte_now_and_then_is_not_waited_for_for_ever()
    {
        using var server = new MirrorServer(_ => new Answer("200 OK", "Content-Length: 5000\r\n", [], Drips: true));
        Assert.That(
            Cache(server, WithMirrorsThatDrip).Fill,
            Throws.TypeOf<IOException>().With.Message.Match(
                @"train-images-idx3-ubyte\.gz had sent [\d,]+ bytes after \d"));
    }

    [Test]
    public void A_password_in_the_address_is_used_but_never_told()
    {
        using var server = new MirrorServer(_ => Answer.NotFound);
        var address = new UriBuilder(server.Address) { UserName = "me", Password = "secret", Query = "key=secret" }.Uri;
        Assert.That(
            (Cache(server) with { Mirrors = [new Mirror(address, Patience)] }).Fill,
            Throws.TypeOf<IOException>().With.Message.Not.Contain("secret").And.Message.Contains("127.0.0.1"));
        Assert.That(server.Authorizations, Is.EqualTo(new[] { "Basic bWU6c2VjcmV0" }));
    }

    [Test]
    public void All_mirrors_complaints_are_told_in_one_sentence()
    {
        using var first = new MirrorServer(_ => Answer.NotFound);
        Uri closed;
        using (var server = new MirrorServer(Right)) closed = server.Address;
        Assert.That(
            (Cache(first) with { Mirrors = [new Mirror(first.Address, Patience), new Mirror(closed, Patience)] }).Fill,
            Throws.TypeOf<IOException>().With.Message.Matches(
                @"\Atrain-images-idx3-ubyte could not be fetched: "
                + $@"{first.Address}train-images-idx3-ubyte\.gz answered 404 Not Found; "
                + $@"{closed}train-images-idx3-ubyte\.gz could not be reached \(.*127\.0\.0\.1.*\)\.\z"));
    }

    [Test]
    public void A_folder_that_cannot_be_made_is_told_in_one_sentence()
    {
        using var server = new MirrorServer(Right);
        File.WriteAllText(Path.Combine(folder.FullName, "file"), "");
        var inFile = Path.Combine(folder.FullName, "file", "cache");
        Assert.That((Cache(server) with { Folder = inFile }).Fill, Throws.TypeOf<IOException>().With.Message.EqualTo(
            $"'{inFile}' must be a folder that you may write, on a disk with room; "
            + "CNNVERIFIED_CACHE may name another one."));
    }

    [Test]
    public void The_files_of_MNIST_have_the_lengths_of_their_sizes() => Assert.That(
        MnistFile.All.Select(file => file.Length),
        Is.EqualTo(new[] { 16 + 60_000 * 784, 8 + 60_000, 16 + 10_000 * 784, 8 + 10_000 }));

    private static Answer Right(string path) => Answer.Of(SmallMnist.Packed(SmallMnist.Contents[NameOf(path)]));

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private MnistCache Cache(MirrorServer server) => Cache(server, Patience);

    private MnistCache Cache(MirrorServer server, Patience patience) =>
        new(folder.FullName, SmallMnist.Files, [new Mirror(server.Address, patience)]);

    private void AssertOnlyRightFiles(int count)
    {
        Assert.That(folder.GetFiles("*", SearchOption.AllDirectories), Has.Length.EqualTo(count));
        foreach (var file in folder.GetFiles())
            Assert.That(File.ReadAllBytes(file.FullName), Is.EqualTo(SmallMnist.Contents[file.Name]), file.Name);
    }
}
