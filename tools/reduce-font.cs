#:project ../src/Print/Zhuangjin.Print.csproj
// Makes src/Print/Fonts/ZhuangjinKai.ttf of Debian's package fonts-lxgw-wenkai:
//   apt-get install fonts-lxgw-wenkai
//   dotnet run tools/reduce-font.cs
using System.Security.Cryptography;
using Zhuangjin.Print.Fonts;

var source = args is [var given, ..] ? given : "/usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf";
var target = args is [_, var other, ..] ? other : "src/Print/Fonts/ZhuangjinKai.ttf";
var large = File.ReadAllBytes(source);
var small = FontReduction.Reduce(new TrueTypeFont(large));
File.WriteAllBytes(target, small);
Console.WriteLine($"{source}: {large.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(large))}");
Console.WriteLine($"{target}: {small.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(small))}");
