using System.Globalization;
using Zhuangjin.Print.Fonts;

namespace Zhuangjin.Print.Pdf;

/// <summary>What a PDF says of itself.</summary>
/// <param name="Keywords">ASCII, without brackets.</param>
/// <param name="Identity">32 hexadecimal digits that follow from the content, so that the same content gives the same file.</param>
public sealed record PdfDescription(string Title, string Author, string Keywords, DateTimeOffset CreatedAt, string Identity);

/// <summary>A file within the PDF (ISO 32000-1, 7.11.4, associated as in ISO 19005-3), stored uncompressed, so that it is found without a PDF reader.</summary>
/// <param name="Name">ASCII letters, digits, full stops and hyphens.</param>
/// <param name="MediaType">Such as application/json.</param>
public sealed record PdfAttachment(string Name, string MediaType, byte[] Content);

/// <summary>A PDF of A4 pages with searchable text and attached files. The same calls give the same bytes on every machine with the same fonts.</summary>
/// <param name="fonts">Where characters are looked for.</param>
/// <param name="comment">ASCII text of the comment line after the header.</param>
public sealed class PdfDocument(FontShelf fonts, string comment)
{
    private readonly Dictionary<TrueTypeFont, PdfFont> _fonts = [];
    private readonly List<PdfPage> _pages = [];
    private readonly List<PdfAttachment> _attachments = [];

    /// <summary>A new empty page after the others.</summary>
    public PdfPage AddPage()
    {
        _pages.Add(new(this));
        return _pages[^1];
    }

    public void Attach(PdfAttachment attachment) => _attachments.Add(attachment);

    /// <summary>The file's bytes.</summary>
    public byte[] Write(PdfDescription description)
    {
        var file = new PdfFile(comment);
        var date = Date(description.CreatedAt);
        var catalog = new List<string> { $"/Type/Catalog/Pages {AddPages(file)} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>" };
        if (_attachments.Count > 0)
        {
            var attached = _attachments.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => (a.Name, Number: AddAttachment(file, a, date))).ToList();
            catalog.Add($"/Names<</EmbeddedFiles<</Names[{string.Join(' ', attached.Select(a => $"({a.Name}) {a.Number} 0 R"))}]>>>>/AF[{string.Join(' ', attached.Select(a => $"{a.Number} 0 R"))}]");
        }
        var root = file.Add($"<<{string.Concat(catalog)}>>");
        var information = file.Add($"<</Title {PdfFile.Text(description.Title)}/Author {PdfFile.Text(description.Author)}/Keywords({description.Keywords})/Creator(Zhuangjin)/CreationDate{date}>>");
        return file.Write(root, information, description.Identity);
    }

    /// <summary>The font that draws a character on these pages; our own, with a sign for the missing, when none has it.</summary>
    internal PdfFont FontOf(int character)
    {
        var font = fonts.With(character) ?? fonts.Own;
        if (!_fonts.TryGetValue(font, out var used))
        {
            used = new(font, "F" + _fonts.Count.ToString(CultureInfo.InvariantCulture));
            _fonts.Add(font, used);
        }
        return used;
    }

    /// <summary>Adds what was drawn on the first page within a square around a point as a picture (a form XObject) to another file; returns its object's number.</summary>
    internal int AddPicture(PdfFile file, double x, double y, double side)
    {
        var (left, bottom) = (x - (side / 2), PdfPage.Height - y - (side / 2));
        var resources = Fonts(file);
        return file.AddStream(
            string.Create(CultureInfo.InvariantCulture, $"/Type/XObject/Subtype/Form/BBox[{left:0.###} {bottom:0.###} {left + side:0.###} {bottom + side:0.###}]/Resources<</Font<<{resources}>>/ExtGState<<{States(_pages[0])}>>>>"),
            _pages[0].Content);
    }

    private string Fonts(PdfFile file) => string.Concat(_fonts.Values.Select(f => string.Create(CultureInfo.InvariantCulture, $"/{f.Name} {f.AddTo(file)} 0 R")));

    private static string States(PdfPage page) => string.Concat(page.Opacities.Select(o => string.Create(CultureInfo.InvariantCulture, $"/G{o}<</ca {o / 100.0}/CA {o / 100.0}>>")));

    private int AddPages(PdfFile file)
    {
        var resources = Fonts(file);
        var drawn = _pages.ConvertAll(p => file.AddStream("", p.Content));
        var pages = file.Reserve();
        var leaves = _pages.Zip(drawn, (page, content) =>
        {
            return file.Add(string.Create(CultureInfo.InvariantCulture,
                $"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {PdfPage.Width} {PdfPage.Height}]/Contents {content} 0 R/Resources<</Font<<{resources}>>/ExtGState<<{States(page)}>>>>>>"));
        }).ToList();
        return file.Give(pages, $"<</Type/Pages/Count {leaves.Count}/Kids[{string.Join(' ', leaves.Select(l => $"{l} 0 R"))}]>>");
    }

    private static int AddAttachment(PdfFile file, PdfAttachment attachment, string date)
    {
        var type = attachment.MediaType.Replace("/", "#2F", StringComparison.Ordinal);
        var content = file.AddStream($"/Type/EmbeddedFile/Subtype/{type}/Params<</Size {attachment.Content.Length}/ModDate{date}>>", attachment.Content, plain: true);
        return file.Add($"<</Type/Filespec/F({attachment.Name})/UF({attachment.Name})/AFRelationship/Data/EF<</F {content} 0 R/UF {content} 0 R>>>>");
    }

    private static string Date(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"(D:{at.ToOffset(TimeSpan.FromHours(8)):yyyyMMddHHmmss}+08'00')");
}
