namespace CnnVerified.Verification.Tests.Snapshots;

public sealed class ApprovedFileTests
{
    private readonly List<string> openedDiffs = [];
    private string directory = "";
    private ApprovedFile file = null!;

    [SetUp]
    public void Make_an_empty_folder()
    {
        directory = Directory.CreateTempSubdirectory("approved-file-").FullName;
        file = new ApprovedFile(directory, "losses");
        openedDiffs.Clear();
    }

    [TearDown]
    public void Delete_the_folder() => Directory.Delete(directory, recursive: true);

    [Test]
    public async Task The_approved_text_passes_and_clears_an_old_received_file()
    {
        await File.WriteAllTextAsync(file.Verified, "one\ntwo");
        await File.WriteAllTextAsync(file.Received, "an earlier failure");
        await Require("one\ntwo");
        Assert.That(File.Exists(file.Received), Is.False);
        Assert.That(openedDiffs, Is.Empty);
    }

    [Test]
    public async Task Another_text_fails_naming_the_first_line_that_differs_and_is_kept_as_received()
    {
        await File.WriteAllTextAsync(file.Verified, "one\ntwo\nthree");
        Assert.That(() => Require("one\nzwei\ndrei"), Throws.TypeOf<AssertionException>()
            .With.Message.Contains("line 2")
            .And.Message.Contains("approved: two").And.Message.Contains("received: zwei")
            .And.Message.Contains($"move {file.Received} over {file.Verified}"));
        Assert.That(await File.ReadAllTextAsync(file.Received), Is.EqualTo("one\nzwei\ndrei"));
        Assert.That(await File.ReadAllTextAsync(file.Verified), Is.EqualTo("one\ntwo\nthree"));
        Assert.That(openedDiffs, Is.EqualTo(new[] { $"{file.Received} {file.Verified}" }));
    }

    [Test]
    public async Task A_text_that_goes_on_after_the_approved_one_fails()
    {
        await File.WriteAllTextAsync(file.Verified, "one");
        Assert.That(() => Require("one\ntwo"), Throws.TypeOf<AssertionException>()
            .With.Message.Contains("line 2").And.Message.Contains("approved: (no such line)"));
    }

    [Test]
    public void A_text_that_nobody_has_approved_fails_and_is_kept_as_received()
    {
        Assert.That(
            () => Require("one"), Throws.TypeOf<AssertionException>().With.Message.Contains("Nothing is approved"));
        Assert.That(File.Exists(file.Received), Is.True);
        Assert.That(File.Exists(file.Verified), Is.False);
    }

    [Test]
    public async Task A_byte_order_mark_and_the_received_texts_line_endings_do_not_count()
    {
        await File.WriteAllTextAsync(file.Verified, "one\ntwo", Encoding.UTF8);
        await Require("one\ntwo\n");
        await Require("one\r\ntwo");
        Assert.That(File.Exists(file.Received), Is.False);
    }

    [TestCase("one\r\ntwo")]
    [TestCase("one\ntwo\n")]
    public async Task An_approved_carriage_return_or_last_newline_fails_as_in_Verify(string approved)
    {
        await File.WriteAllTextAsync(file.Verified, approved);
        Assert.That(() => Require("one\ntwo"), Throws.TypeOf<AssertionException>()
            .With.Message.Contains("losses is approved with carriage returns or a newline at its end"));
        Assert.That(await File.ReadAllTextAsync(file.Received), Is.EqualTo("one\ntwo"));
    }

    private Task Require(string text) => file.Require(text, (received, verified) =>
    {
        openedDiffs.Add($"{received} {verified}");
        return Task.CompletedTask;
    });
}
