using CnnVerified.Verification.Tests.Training.Data;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using static CnnVerified.Verification.Tests.Training.Prediction.PictureFiles;

namespace CnnVerified.Verification.Tests.Training.Prediction;

[Parallelizable(ParallelScope.All)]
public sealed class PictureFileTests
{
    private const int Width = 13, Height = 11;

    private static IEnumerable<PngKind> PngKinds() =>
        from colour in new[]
            { (0, new[] { 1, 2, 4, 8, 16 }), (2, [8, 16]), (3, [1, 2, 4, 8]), (4, [8, 16]), (6, [8, 16]) }
        from depth in colour.Item2
        from interlaced in new[] { false, true }
        from filter in Enumerable.Range(0, 6)
        select new PngKind(colour.Item1, depth, interlaced, filter);

    [TestCaseSource(nameof(PngKinds))]
    public void Png_of_every_kind_is_read_as_seen_on_white_paper(object kindOfPng)
    {
        var kind = (PngKind)kindOfPng;
        var random = new System.Random(100 * kind.Colour + 10 * kind.Depth + kind.Filter);
        var samples = Enumerable.Range(0, Width * Height * kind.Channels)
            .Select(_ => random.Next(kind.MostValue + 1)).ToArray();
        var (palette, opacities) = (new byte[3 << kind.Depth % 16], new byte[1 << kind.Depth % 16]);
        random.NextBytes(palette);
        random.NextBytes(opacities);
        foreach (var isTransparent in kind.Colour is 4 or 6 ? new[] { false } : [false, true])
        {
            byte[]? transparency = !isTransparent ? null
                : kind.Colour == 3 ? opacities
                : [.. samples.Take(kind.Channels).SelectMany(
                    sample => new[] { (byte)(sample >> 8), (byte)sample })];
            var picture = PictureFile.Read(
                Png(kind, Width, Height, samples, kind.Colour == 3 ? palette : null, transparency)).Single();
            Assert.That((picture.Width, picture.Height), Is.EqualTo((Width, Height)));
            if (kind.Depth == 1 && isTransparent && kind.Colour == 0 && samples[0] == 0) continue; // white on nothing
            for (var i = 0; i < Width * Height; i++)
                Assert.That(
                    picture.Pixels.Span[i],
                    Is.EqualTo(Expected(samples.AsSpan(i * kind.Channels, kind.Channels))).Within(1.5),
                    $"pixel {i}, transparent: {isTransparent}");

            double Expected(Span<int> pixel)
            {
                var most = (double)kind.MostValue;
                var (red, green, blue, opacity) = kind.Colour switch
                {
                    3 => (palette[3 * pixel[0]], palette[3 * pixel[0] + 1], palette[3 * pixel[0] + 2],
                        isTransparent ? opacities[pixel[0]] / 255.0 : 1),
                    2 or 6 => (pixel[0] * 255 / most, pixel[1] * 255 / most, pixel[2] * 255 / most,
                        kind.Colour == 6 ? pixel[3] / most : 1),
                    _ => (pixel[0] * 255 / most, pixel[0] * 255 / most, pixel[0] * 255 / most,
                        kind.Colour == 4 ? pixel[1] / most : 1),
                };
                if (isTransparent && kind.Colour != 3 && pixel.SequenceEqual(samples.AsSpan(0, kind.Channels)))
                    opacity = 0;
                return opacity * (0.2126 * red + 0.7152 * green + 0.0722 * blue) + (1 - opacity) * 255;
            }
        }
    }

    [Test]
    public void What_white_paper_would_hide_is_seen_on_black_paper() => AssertPicture(
        Png(3, 1, 4, 255, 255, 255, 0, 255, 51), 3, 1, 255, 0, 51);

    [Test]
    public void Bmp_and_gif_are_read()
    {
        byte[] greys = [.. Enumerable.Range(0, 7 * 40).Select(i => (byte)(i * 37))];
        AssertPicture(Bmp(7, 40, 8, greys), 7, 40, greys);
        AssertPicture(Bmp(7, 40, 24, greys), 7, 40, greys);
        AssertPicture(Bmp(7, 40, 24, greys, isTopDown: true), 7, 40, greys);
        AssertPicture(Gif(7, 40, greys), 7, 40, greys);
    }

    [TestCase(JpegColorType.Luminance)]
    [TestCase(JpegColorType.YCbCrRatio420)]
    [TestCase(JpegColorType.YCbCrRatio444)]
    [TestCase(JpegColorType.Rgb)]
    [TestCase(JpegColorType.Cmyk)]
    public void Jpeg_is_read(JpegColorType colours)
    {
        using var image = new Image<Rgb24>(40, 24, new Rgb24(240, 240, 240));
        for (var y = 8; y < 16; y++) for (var x = 16; x < 24; x++) image[x, y] = new Rgb24(20, 20, 20);
        using var file = new MemoryStream();
        image.SaveAsJpeg(file, new JpegEncoder { ColorType = colours, Quality = 95 });
        var picture = PictureFile.Read(file.ToArray()).Single();
        Assert.That((picture.Width, picture.Height), Is.EqualTo((40, 24)));
        Assert.That(picture.Pixels.Span[0], Is.EqualTo(240).Within(8));
        Assert.That(picture.Pixels.Span[11 * 40 + 19], Is.EqualTo(20).Within(8));
    }

    [Test]
    public void Progressive_jpeg_is_read()
    {
        var picture = PictureFile.Read(ProgressiveJpeg).Single();
        Assert.That((picture.Width, picture.Height), Is.EqualTo((37, 21)));
        Assert.That(picture.Pixels.Span[0], Is.EqualTo(240).Within(8));
        Assert.That(picture.Pixels.Span[10 * 37 + 16], Is.EqualTo(20).Within(8));
    }

    /// <summary>Where a download has broken off, what is missing is no paper.</summary>
    [Test]
    public void A_picture_that_is_cut_is_refused()
    {
        byte[] greys = [.. Enumerable.Range(0, 37 * 21).Select(i => (byte)(i * 37))];
        using var baseline = new MemoryStream();
        Image.LoadPixelData<L8>(greys, 37, 21).SaveAsJpeg(baseline);
        byte[][] files =
        [
            Png(37, 21, 0, greys), baseline.ToArray(), ProgressiveJpeg, Gif(37, 21, greys), Bmp(37, 21, 8, greys),
            Bmp(37, 21, 24, greys, isTopDown: true), Netpbm("P5 37 21 255\n", greys), Netpbm("P1 3 2 010111"),
            SmallMnist.Idx([1, 37, 21], greys),
        ];
        foreach (var file in files)
        {
            Assert.That(PictureFile.Read(file), Has.Count.EqualTo(1));
            var read = Enumerable.Range(0, file.Length - 1).Where(length => IsRead(file[..length])).ToArray();
            Assert.That(read, Is.Empty, $"{ImageFile.NameOf(file)} of {file.Length}");
        }

        static bool IsRead(byte[] file)
        {
            try
            {
                PictureFile.Read(file);
                return true;
            }
            catch (InvalidDataException)
            {
                return false;
            }
        }
    }

    [Test]
    public void A_photograph_is_turned_as_the_camera_was_held()
    {
        using var image = new Image<L8>(32, 16, new L8(250));
        for (var y = 0; y < 16; y++) for (var x = 0; x < 8; x++) image[x, y] = new L8(10);
        image.Metadata.ExifProfile = new();
        image.Metadata.ExifProfile.SetValue(SixLabors.ImageSharp.Metadata.Profiles.Exif.ExifTag.Orientation, (ushort)6);
        using var file = new MemoryStream();
        image.SaveAsJpeg(file);
        var picture = PictureFile.Read(file.ToArray()).Single();
        Assert.That((picture.Width, picture.Height), Is.EqualTo((16, 32)));
        Assert.That(picture.Pixels.Span[2 * 16 + 8], Is.LessThan(60), "what was left is on top");
        Assert.That(picture.Pixels.Span[28 * 16 + 8], Is.GreaterThan(200));
    }

    [TestCase("P2\n3 2\n15\n0 5 10\n15 0 3\n")]
    [TestCase("P2 # by hand\n# of\r3 2 15 0\t5\r\n10 15 # comment\n0 3")]
    [TestCase("P2#\n3#\n2#\n15#\n0#\n5 10 15 0 3#")]
    [TestCase("ï»¿P2\r\n3 2\r\n15\r\n0 5 10\r\n15 0 3\r\n")]
    [TestCase("P5\n3 2 15\n\0\u0005\n\u000f\0\u0003")]
    [TestCase("P5\r\n# as Windows writes\r\n3 2\r\n15\r\n\0\u0005\n\u000f\0\u0003")]
    [TestCase("P5 3 2 15 \0\u0005\n\u000f\0\u0003")]
    [TestCase("P3 3 2 15 0 0 0 5 5 5 10 10 10 15 15 15 0 0 0 3 3 3")]
    [TestCase("P6 3 2 15\n\0\0\0\u0005\u0005\u0005\n\n\n\u000f\u000f\u000f\0\0\0\u0003\u0003\u0003")]
    public void Netpbm_is_read_in_words_and_bytes(string text) =>
        AssertPicture(Netpbm(text), 3, 2, 0, 85, 170, 255, 0, 51);

    [Test]
    public void Netpbm_of_one_and_of_16_bits_is_read()
    {
        AssertPicture(Netpbm("P1 3 2 01 0#\n1 1 1"), 3, 2, 255, 0, 255, 0, 0, 0);
        AssertPicture(Netpbm("P4 9 2\n", 0b01000000, 0, 0, 0x80), 9, 2,
            255, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0);
        AssertPicture(Netpbm("P5\n1 2\n65535\n", 255, 255, 128, 0), 1, 2, 255, 128);
        AssertPicture(Netpbm("P6 1 1 255\n", 255, 0, 0), 1, 1, 54);
    }

    [TestCase("P5 ", "has '' where its width should be")]
    [TestCase("P5 a 2 255\n", "has 'a' where its width should be")]
    [TestCase("P5 2 -2 255\n", "has '-2' where its height should be")]
    [TestCase("P5 2 2 255\n", "ends too early", (byte)1, (byte)2, (byte)3)]
    [TestCase("P5 2 2 0\n", "says that 0 is white, but it must be from 1 to 65535", (byte)1)]
    [TestCase("P5 1 1 99999\n", "says that 99999 is white, but it must be from 1 to 65535", (byte)1)]
    [TestCase("P5 0 3 255\n", "is 0×3 pixels large, but must have 1 to 64,000,000")]
    [TestCase("P5 99999 99999 255\n", "is 99999×99999 pixels large, but must have 1 to 64,000,000")]
    [TestCase("P2 8000 8000 255\n", "ends too early")]
    [TestCase("P5 1 1 100\n", "has a pixel of 200, which is more than its white, 100", (byte)200)]
    [TestCase("P2 2 1 9 5", "ends too early")]
    [TestCase("P2 2 1 9 5   ", "has '' where its pixel should be")]
    [TestCase("P1 2 1 12", "has a pixel that is neither 0 nor 1")]
    public void A_damaged_Netpbm_picture_is_refused_in_one_clause(
        string header, string complaint, params byte[] pixels) =>
        Refuses(Netpbm(header, pixels), complaint);

    [Test]
    public void A_png_without_its_end_or_with_a_changed_byte_is_refused_in_one_clause()
    {
        var bytes = Png(3, 2, 0, 1, 2, 3, 4, 5, 6);
        for (var length = 8; length < bytes.Length; length++)
            Refuses(bytes[..length], "ends before the PNG picture does");
        Refuses([.. bytes[..29], 1, .. bytes[30..]], "is a damaged PNG picture");
        Refuses([.. bytes[..16], 0xff, .. bytes[17..]],
            "is 4278190083×2 pixels large, but must have 1 to 64,000,000");
        Refuses([.. bytes[..25], 5, .. bytes[26..]], "is a damaged PNG picture");
    }

    /// <summary>A decoder that trusts a header waits for what never comes, or makes room for it.</summary>
    [Test]
    public void A_picture_with_fewer_bytes_than_its_size_needs_is_refused_at_once([Values] bool interlaced)
    {
        foreach (var channels in new[] { 0, 2, 6 })
            Refuses(
                Grown(Png(new PngKind(channels, 8, interlaced), 5, 4, new int[80])),
                "ends before the PNG picture does");
        var jpeg = new MemoryStream();
        new Image<L8>(16, 16).SaveAsJpeg(jpeg);
        var bytes = jpeg.ToArray();
        var header = bytes.AsSpan().IndexOf((byte[])[0xff, 0xc0]);
        (bytes[header + 5], bytes[header + 7]) = (0x1f, 0x1f);
        Refuses(bytes, "ends before the JPEG picture does");

        static byte[] Grown(byte[] png)
        {
            (png[18], png[22]) = (0x10, 0x10);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc32(png.AsSpan(12, 17)));
            return png;
        }
    }

    [Test]
    public void A_bmp_whose_pixels_begin_far_behind_its_end_is_refused_whatever_its_width([Values(0, 0x80)] int sign)
    {
        var bytes = Bmp(13, 11, 8, new byte[13 * 11]);
        (bytes[13], bytes[21]) = (0x39, (byte)sign);
        Refuses(bytes, "ends before the BMP picture does");
    }

    [TestCase("hello", "is a text, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("<!DOCTYPE html><p>Not found", "is a web page, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("RIFF1234WEBPVP8 ", "is a WebP picture, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("\0\0\0\u0018ftypheic",
        "is a HEIC or AVIF picture, or a film, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("%PDF-1.7", "is a PDF document, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("<svg xmlns=''/>", "is an SVG drawing, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("version https://git-lfs.github.com/spec/v1\n",
        "is a git-lfs pointer, not the file that it stands for, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    [TestCase("", "is empty, but must be PNG, JPEG, GIF, BMP, PBM, PGM, PPM or IDX")]
    public void What_is_no_picture_is_named(string content, string complaint) => Refuses(Netpbm(content), complaint);

    [Test]
    public void An_IDX_array_holds_many_pictures()
    {
        var pictures = PictureFile.Read(SmallMnist.Idx([2, 1, 3], [1, 2, 3, 4, 5, 6]));
        Assert.That(
            pictures.Select(picture => picture.Pixels.ToArray()), Is.EqualTo(new byte[][] { [1, 2, 3], [4, 5, 6] }));
    }

    [Test]
    public void A_large_picture_becomes_smaller_by_means_of_squares()
    {
        var picture = new Picture(
            5, 4, new byte[] { 0, 10, 20, 30, 7, 10, 20, 30, 40, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 });
        Assert.That(picture.NoLargerThan(5), Is.SameAs(picture));
        var small = picture.NoLargerThan(3);
        Assert.That((small.Width, small.Height), Is.EqualTo((3, 2)));
        Assert.That(small.Pixels.ToArray(), Is.EqualTo(new[] { 10, 30, 8, 1, 1, 1 }));
    }

    private static void AssertPicture(byte[] file, int width, int height, params byte[] pixels)
    {
        var picture = PictureFile.Read(file).Single();
        Assert.That((picture.Width, picture.Height), Is.EqualTo((width, height)));
        Assert.That(picture.Pixels.ToArray(), Is.EqualTo(pixels));
    }

    private static void Refuses(byte[] file, string complaint) => Assert.That(
        () => PictureFile.Read(file), Throws.TypeOf<InvalidDataException>().With.Message.EqualTo(complaint));
}
