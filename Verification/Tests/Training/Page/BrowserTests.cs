using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace CnnVerified.Verification.Tests.Training.Page;

/// <summary>
/// The pages in a real browser: both themes, three widths, the keyboard alone, rules of accessibility.
/// </summary>
[Parallelizable]
public sealed class BrowserTests
{
    private const int Phone = 360, Laptop = 1280, Projector = 1920, High = 900;

    /// <summary>All rules are tried, but what keeps them, thousands of numbers, is not told.</summary>
    private static readonly AxeRunOptions OnlyWhatIsBroken = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>What the dark theme may break that the light one keeps.</summary>
    private static readonly AxeRunOptions OnlyColours = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block"),
    };

    private IPlaywright? playwright;
    private IBrowser? browser;
    private readonly List<string> errors = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        playwright = await Playwright.CreateAsync();
        browser = await Browser.Start(playwright);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    [TearDown]
    public async Task Close()
    {
        foreach (var context in browser?.Contexts ?? []) await context.CloseAsync();
        Assert.That(errors, Is.Empty, "the page's script failed");
    }

    // All rules are tried in one theme, those on colours in the other, as they take long.
    [Test]
    public async Task A_page_fits_every_screen_and_breaks_no_rule_of_accessibility(
        [ValueSource(typeof(Pages), nameof(Pages.All))] string name, [Values] bool isDark)
    {
        var page = await Open(name, isDark ? Phone : Laptop, isDark);
        await Keep(page, $"{name}-{(isDark ? "dark-phone" : "light-laptop")}");
        var found = await page.RunAxe(isDark ? OnlyColours : OnlyWhatIsBroken);
        Assert.That(found.Violations.Select(
            one => $"{one.Id}: {one.Help} {string.Join(", ", one.Nodes.Take(3).Select(node => node.Html))}"), Is.Empty);
        foreach (var width in new[] { Phone, Laptop, Projector })
        {
            await page.SetViewportSizeAsync(width, High);
            Assert.That(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"),
                Is.LessThanOrEqualTo(width), "the page is wider than the screen");
        }
    }

    [Test]
    public async Task The_projector_shows_one_figure_a_screen_and_keys_turn_the_pages()
    {
        var page = await Open("training", Projector);
        await page.Keyboard.PressAsync("p");
        Assert.That(await Shown(), Is.EqualTo(new[] { "network" }));
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.That(await Shown(), Is.EqualTo(new[] { "losses" }));
        await Keep(page, "projector");
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.That(await Shown(), Is.EqualTo(new[] { "network" }));
        await page.Keyboard.PressAsync("Escape");
        Assert.That(await Shown(), Has.Length.EqualTo(22));

        Task<string[]> Shown() => page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('figure')].filter(one => one.checkVisibility()).map(one => one.id)");
    }

    [Test]
    public async Task A_key_opens_a_hidden_answer_and_closes_it()
    {
        var page = await Open("lesson", Laptop);
        var answer = page.Locator("details.answer pre");
        Assert.That(await answer.IsVisibleAsync(), Is.False);
        await page.Keyboard.PressAsync("a");
        Assert.That(await answer.IsVisibleAsync());
        Assert.That(await answer.TextContentAsync(), Does.Contain("dense-missing-transpose"));
        await page.Keyboard.PressAsync("a");
        Assert.That(await answer.IsVisibleAsync(), Is.False);
    }

    [Test]
    public async Task The_microscope_tells_the_products_of_an_entry_to_mouse_and_keyboard()
    {
        var page = await Open("training", Laptop);
        await page.Locator("#dx-5").HoverAsync();
        Assert.That(await page.Locator("#sum").TextContentAsync(),
            Does.StartWith("dx = Σ dy·k. dx[1,1] = dy[0,0] ").And.Contain(" × k[1,1] 0.5 + dy[0,1] "));
        Assert.That(await Lit(), Is.EquivalentTo(new[]
        {
            "k-0", "k-1", "k-2", "k-3", "dy-0", "dy-1", "dy-3", "dy-4", "dx-5",
        }));
        await page.Locator("#dk-0").FocusAsync();
        Assert.That(await page.Locator("#sum").TextContentAsync(), Does.StartWith("dk = Σ dy·x. dk[0,0] = dy[0,0] "));
        await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.Locator("#sum").TextContentAsync(), Does.StartWith("dk = Σ dy·x. dk[0,1] = "));
        await page.Locator("#on").PressAsync("Enter");
        Assert.That(await page.Locator("#operation").TextContentAsync(), Does.StartWith("2 of 14: s, sigmoid"));

        Task<string[]> Lit() =>
            page.EvaluateAsync<string[]>("[...document.querySelectorAll('.lit')].map(one => one.id)");
    }

    [Test]
    public async Task The_microscope_shows_what_a_mistake_spoils_and_why()
    {
        var page = await Open("training", Laptop);
        var wrong = page.Locator(".cell.wrong");
        Assert.That(await wrong.CountAsync(), Is.Zero);
        await page.Locator("#mistake").SelectOptionAsync("conv-kernel-not-rotated");
        Assert.That(await wrong.CountAsync(), Is.GreaterThan(8));
        Assert.That(await page.Locator("#why").TextContentAsync(),
            Does.Contain(Catalogue.Find("conv-kernel-not-rotated")!.Lesson));
        await wrong.First.HoverAsync();
        Assert.That(await page.Locator("#sum").TextContentAsync(), Does.Contain("but the backward pass says"));
        await Keep(page, "microscope");
        await page.Locator("#kernel").SelectOptionAsync("2");
        Assert.That(await wrong.CountAsync(), Is.Zero, "a symmetric kernel hides it");
        Assert.That(await page.Locator("#why").TextContentAsync(), Does.Contain("In this setting it does not show."));
        foreach (var setting in new[] { "stride", "padding" })
            await page.Locator($"#{setting}").SelectOptionAsync(setting == "stride" ? "2" : "1");
        Assert.That(await page.Locator("[id^=y-]").CountAsync(), Is.EqualTo(9));
    }

    [Test]
    public async Task Everything_that_was_checked_is_the_first_screen_of_a_class()
    {
        var page = await Open("lesson", Projector);
        await page.Keyboard.PressAsync("p");
        Assert.That(await page.Locator("#verified table").IsVisibleAsync());
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.That(await page.Locator("#verified table").IsVisibleAsync());
    }

    [Test]
    public async Task What_the_microscope_says_of_a_number_is_in_sight_of_it()
    {
        var page = await Open("training", Phone);
        await page.Locator("#y-0").FocusAsync();
        Assert.That(await page.Locator("#sum").EvaluateAsync<bool>(
            "sum => sum.getBoundingClientRect().bottom <= innerHeight"));
    }

    [Test]
    public async Task On_paper_nothing_is_cut_or_dark_and_there_is_nothing_to_click(
        [ValueSource(typeof(Pages), nameof(Pages.All))] string name)
    {
        const int Paper = 720;
        var page = await Open(name, Paper, isDark: true);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.That(await page.EvaluateAsync<string[]>($$"""
            [...document.querySelectorAll("table, pre, svg")].filter(one => one.checkVisibility())
              .filter(one => one.getBoundingClientRect().right > {{Paper}} || one.scrollWidth > one.clientWidth + 1)
              .map(one => `${one.tagName} ${one.textContent.slice(0, 50)}`)
            """), Is.Empty);
        Assert.That(await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"),
            Is.EqualTo("rgb(255, 255, 255)"));
        Assert.That(await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("button:not(.cell), select, summary, noscript")]
              .filter(one => one.checkVisibility() && !one.closest("details[open]")).map(one => one.outerHTML)
            """), Is.Empty);
    }

    [Test]
    public async Task A_worksheet_is_printed_on_another_page_than_its_solutions()
    {
        var page = await Open("training", Laptop);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var sheet in new[] { "worksheet", "solutions" })
            Assert.That(await page.Locator($"section:has(> #{sheet})").EvaluateAsync<string>(
                "sheet => getComputedStyle(sheet).breakBefore"), Is.EqualTo("page"));
    }

    private async Task<IPage> Open(string name, int width, bool isDark = false)
    {
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = High },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            Offline = true,
        });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => errors.Add(error);
        await page.SetContentAsync(Pages.Of(name));
        return page;
    }

    /// <summary>A picture to look at, attached to the test.</summary>
    private static async Task Keep(IPage page, string name)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "screenshots", $"{name}.png");
        await page.ScreenshotAsync(new() { Path = path, FullPage = name != "projector" });
        TestContext.AddTestAttachment(path);
    }
}
