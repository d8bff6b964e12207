using System.Collections.Immutable;
using Zhuangjin.DataSharing.Contracts;

namespace Zhuangjin.DataSharing.BaseLibraries;

/// <summary>标准地址库 geo.place: addresses of a city that has other streets.</summary>
internal sealed class SyntheticPlaces : Synthetic
{
    public const string Code = "geo.place";

    public override ImmutableArray<(string Kind, string Item)> Errors { get; } =
    [
        ("outside-the-city", "longitude"),
        ("address-missing", "address"),
        ("duplicate", "place_code"),
        ("division-unknown", "division"),
        ("place-code-malformed", "place_code"),
        ("stale", "updated_on"),
    ];

    protected override string Question(Stages rows) => rows
        .Add("CASE e WHEN 3 THEN i - 1 ELSE i END AS n")
        .Add($"{Stages.Pick(Stages.Divisions, "(n * 7 + n // 11) % 10")} AS place_division")
        .Select(
            "CASE e WHEN 5 THEN 'X' || i::VARCHAR ELSE place_division || lpad(n::VARCHAR, 10, '0') END AS place_code, " +
            $"CASE e WHEN 2 THEN NULL ELSE '示例路' || (1 + {Stages.Random(42, 300)})::VARCHAR || '号' || (1 + i // 300)::VARCHAR || '室' END AS address, " +
            "CASE e WHEN 4 THEN '459999' ELSE place_division END AS division, " +
            $"(CASE e WHEN 1 THEN 0 ELSE 108.6 + {Stages.Random(43, 1_500_000)} / 1000000.0 END)::DECIMAL(10, 6) AS longitude, " +
            $"(23.9 + {Stages.Random(44, 2_200_000)} / 1000000.0)::DECIMAL(9, 6) AS latitude, " +
            $"{Stages.Pick("1 1 1 2 2 3", Stages.Random(45, 6))} AS purpose, " +
            $"CASE e WHEN 6 THEN DATE '2008-01-01' ELSE DATE '2022-08-15' - {Stages.Random(46, 700)}::INTEGER END AS updated_on");

    public override Description Describe(string providerId) => new(
        Code,
        new("标准地址", "Places"),
        new("柳州市标准地址及其坐标（演示用合成数据）。", "Standard addresses with coordinates (synthetic)."),
        providerId,
        SharingClass.Unconditional,
        Basis: null,
        ["api", "file"],
        UpdateCycle.Monthly,
        BaseLibrary.Place,
        Open: true,
        OpenCondition: null,
        ["地址", "门牌", "坐标", "空间地理"],
        [
            new("place_code", new("地址编码", "Place code"), ItemType.Text, 16, Required: true, Identifies: true, Sensitivity: Sensitivity.Open),
            new("address", new("标准地址", "Address"), ItemType.Text, 200, Required: true, Sensitivity: Sensitivity.Open),
            new("division", new("行政区划", "Division"), ItemType.Text, 6, Required: true, CodeList: "GB/T 2260", Sensitivity: Sensitivity.Open),
            new("longitude", new("经度（CGCS2000）", "Longitude (CGCS2000)"), ItemType.Decimal, 10, 6, Sensitivity: Sensitivity.Open),
            new("latitude", new("纬度（CGCS2000）", "Latitude (CGCS2000)"), ItemType.Decimal, 9, 6, Sensitivity: Sensitivity.Open),
            new("purpose", new("用途", "Purpose"), ItemType.Text, 1, Sensitivity: Sensitivity.Open),
            new("updated_on", new("更新日期", "Updated on"), ItemType.Date, Required: true),
        ]);
}
