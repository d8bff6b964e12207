using SkiaSharp;
using Xunit;
using Zhuangjin.Scenarios.CityManagement.Duplicates;
using Zhuangjin.Scenarios.CityManagement.Pictures;
using Zhuangjin.Scenarios.CityManagement.Places;
using Zhuangjin.Scenarios.CityManagement.Tickets;

namespace Zhuangjin.Scenarios.Tests;

/// <summary>The same thing photographed is found again, however the photo was stored; another thing is not.</summary>
public class CityPictures
{
    /// <summary>A street scene of its own for each number: sky, houses, and things in the way, with the grain of a camera.</summary>
    private static SKBitmap Scene(int number)
    {
        var chance = new Random(number);
        var bitmap = new SKBitmap(1024, 768);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor((byte)chance.Next(120, 220), (byte)chance.Next(140, 220), (byte)chance.Next(160, 240)));
        using var paint = new SKPaint();
        for (var i = 0; i < 26; i++)
        {
            paint.Color = new SKColor((byte)chance.Next(256), (byte)chance.Next(256), (byte)chance.Next(256));
            var (x, y) = (chance.Next(-80, 1000), chance.Next(60, 740));
            if (i % 3 == 0)
            {
                canvas.DrawCircle(x, y, chance.Next(20, 130), paint);
            }
            else
            {
                canvas.DrawRect(x, y, chance.Next(40, 320), chance.Next(30, 260), paint);
            }
        }
        for (var i = 0; i < 3_000; i++)
        {
            paint.Color = new SKColor(0, 0, 0, 40);
            canvas.DrawPoint(chance.Next(1024), chance.Next(768), paint);
        }
        return bitmap;
    }

    private static byte[] Stored(SKBitmap bitmap, SKEncodedImageFormat format, int quality)
    {
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    private static PictureHash Hash(SKBitmap bitmap, SKEncodedImageFormat format = SKEncodedImageFormat.Jpeg, int quality = 88) => PhotoReader.Hash(Stored(bitmap, format, quality))!;

    private static SKBitmap Part(SKBitmap whole, double left, double top, double right, double bottom)
    {
        var part = new SKBitmap((int)(whole.Width * (1 - left - right)), (int)(whole.Height * (1 - top - bottom)));
        using var canvas = new SKCanvas(part);
        canvas.DrawBitmap(whole, (float)(-whole.Width * left), (float)(-whole.Height * top), SKSamplingOptions.Default);
        return part;
    }

    [Fact]
    public void A_photo_is_found_again_when_it_was_stored_otherwise()
    {
        for (var number = 1; number <= 15; number++)
        {
            using var scene = Scene(number);
            var taken = Hash(scene);
            Assert.InRange(taken.Difference(Hash(scene, SKEncodedImageFormat.Jpeg, 35)), 0, 6);
            Assert.InRange(taken.Difference(Hash(scene, SKEncodedImageFormat.Png)), 0, 6);
            using var small = scene.Resize(new SKImageInfo(400, 300), SKSamplingOptions.Default);
            Assert.InRange(taken.Difference(Hash(small, SKEncodedImageFormat.Jpeg, 60)), 0, 8);
        }
    }

    [Fact]
    public void A_photo_is_found_again_when_its_edges_were_cut()
    {
        (double Left, double Top, double Right, double Bottom)[] cuts = [(0.05, 0.05, 0.05, 0.05), (0.1, 0, 0, 0.1), (0, 0.1, 0.1, 0), (0.1, 0.1, 0.1, 0.1), (0.2, 0.2, 0, 0), (0.08, 0, 0.02, 0.1)];
        for (var number = 1; number <= 15; number++)
        {
            using var scene = Scene(number);
            var taken = Hash(scene);
            foreach (var (left, top, right, bottom) in cuts)
            {
                using var part = Part(scene, left, top, right, bottom);
                Assert.True(taken.Difference(Hash(part)) <= PictureHash.MostDifferent, $"scene {number}, cut {left} {top} {right} {bottom}: {taken.Difference(Hash(part))}");
            }
        }
    }

    [Fact]
    public void Photos_of_other_things_are_not_taken_for_it()
    {
        var all = Enumerable.Range(1, 50).Select(n =>
        {
            using var scene = Scene(n);
            return Hash(scene);
        }).ToList();

        var nearest = all.SelectMany((a, i) => all.Skip(i + 1).Select(b => a.Difference(b))).Min();

        Assert.True(nearest > PictureHash.MostDifferent, $"two unrelated scenes differ in {nearest} bits only");
    }

    [Fact]
    public void Signs_are_kept_as_text()
    {
        using var scene = Scene(3);
        var taken = Hash(scene);

        Assert.Equal(0, PictureHash.FromText(taken.ToText()).Difference(taken));
        Assert.Throws<FormatException>(() => PictureHash.FromText("00ff"));
    }

    [Fact]
    public void What_is_no_picture_has_no_signs_and_no_place()
    {
        Assert.Null(PhotoReader.Hash("%PDF-1.7 no picture"u8.ToArray()));
        Assert.Null(PhotoReader.Place([0xFF, 0xD8, 0xFF, 0xE1, 0xFF]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_place_in_a_photo_is_read_in_either_byte_order(bool little)
    {
        var photo = WithPlace(little, (22, 25, 37.2), 'N', (109, 17, 27.6), 'E');

        var (longitude, latitude) = PhotoReader.Place(photo)!.Value;

        Assert.Equal(22.427, latitude, 5);
        Assert.Equal(109.291, longitude, 5);
    }

    [Fact]
    public void No_byte_of_a_photo_changed_or_missing_brings_the_reader_down()
    {
        var photo = WithPlace(true, (22, 25, 37.2), 'N', (109, 17, 27.6), 'E');
        for (var i = 0; i < photo.Length; i++)
        {
            PhotoReader.Place(photo[..i]);
            foreach (var value in new byte[] { 0, 0x7F, 0xFF })
            {
                var changed = photo.ToArray();
                changed[i] = value;
                PhotoReader.Place(changed);
            }
        }
    }

    [Fact]
    public void The_same_kind_a_few_steps_away_is_offered_and_so_is_the_same_photo_filed_under_another_kind()
    {
        using var scene = Scene(7);
        using var other = Scene(8);
        var here = new Spot(109.2910, 22.4270);
        var near = Open("near", "garbage", new(109.2912, 22.4271), Hash(other));
        var alike = Open("alike", "rubble", new(109.2920, 22.4280), Hash(scene, SKEncodedImageFormat.Jpeg, 50));
        var far = Open("far", "garbage", new(109.2990, 22.4270), Hash(other));
        var closed = Open("closed", "garbage", here, Hash(scene)) with { State = TicketStage.Closed };

        var found = Likeness.Find([near, alike, far, closed], "garbage", "LS-015", here, Hash(scene));

        Assert.Equal(["alike", "near"], found.Select(f => f.Ticket.Id));
        Assert.InRange(found[1].Metres!.Value, 20, 27);
        Assert.Null(found[1].Percent);
        Assert.InRange(found[0].Percent!.Value, 75, 100);
    }

    [Fact]
    public void Without_coordinates_only_the_photo_tells_and_only_within_the_grid()
    {
        using var scene = Scene(7);
        var here = Open("here", "garbage", null, Hash(scene));
        var elsewhere = Open("elsewhere", "garbage", null, Hash(scene)) with { Grid = "LS-001" };

        Assert.Equal(["here"], Likeness.Find([here, elsewhere], "garbage", "LS-015", null, Hash(scene, quality: 60)).Select(f => f.Ticket.Id));
        Assert.Empty(Likeness.Find([here], "garbage", "LS-015", null, null));
    }

    private static Ticket Open(string id, string kind, Spot? spot, PictureHash picture)
    {
        var at = new DateTimeOffset(2022, 8, 16, 9, 0, 0, TimeSpan.FromHours(8));
        return new(id, id, kind, "450721", "LS-015", "示例路口", spot, "usual", TicketStage.Handling, "sanitation", at, at, null, null, at, true, 1, 0, null, null, null, picture.ToText(), false, 2);
    }

    /// <summary>The head of a JPEG file whose Exif part tells a place.</summary>
    private static byte[] WithPlace(bool little, (int, int, double) north, char ns, (int, int, double) east, char ew)
    {
        using var tiff = new MemoryStream();
        void Put(long value, int bytes)
        {
            for (var i = 0; i < bytes; i++)
            {
                tiff.WriteByte((byte)(value >> (8 * (little ? i : bytes - 1 - i))));
            }
        }
        void Letter(int tag, char letter)
        {
            Put(tag, 2);
            Put(2, 2);
            Put(2, 4);
            tiff.Write([(byte)letter, 0, 0, 0]);
        }
        void Pointer(int tag, int type, int count, int value)
        {
            Put(tag, 2);
            Put(type, 2);
            Put(count, 4);
            Put(value, 4);
        }
        tiff.Write(little ? "II"u8 : "MM"u8);
        Put(42, 2);
        Put(8, 4);
        Put(1, 2);
        Pointer(0x8825, 4, 1, 26);
        Put(0, 4);
        Put(4, 2);
        Letter(1, ns);
        Pointer(2, 5, 3, 80);
        Letter(3, ew);
        Pointer(4, 5, 3, 104);
        Put(0, 4);
        foreach (var (degrees, minutes, seconds) in new[] { north, east })
        {
            foreach (var (over, under) in new[] { (degrees, 1), (minutes, 1), ((int)Math.Round(seconds * 100), 100) })
            {
                Put(over, 4);
                Put(under, 4);
            }
        }
        byte[] exif = [.. "Exif\0\0"u8, .. tiff.ToArray()];
        var length = exif.Length + 2;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. exif, 0xFF, 0xD9];
    }
}
