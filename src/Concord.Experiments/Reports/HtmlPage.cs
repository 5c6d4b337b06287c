using System.Net;

namespace Concord.Experiments.Reports;

/// <summary>A report's page: one HTML file that needs no network and can be printed.</summary>
internal static class HtmlPage
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c2430;background:#fff}
        h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2rem}
        table{border-collapse:collapse}th,td{padding:.35rem .8rem;border-bottom:1px solid #d6dbe2;text-align:right}
        th:first-child,.words th,.words td{text-align:left}.scroll{overflow-x:auto}figure{margin:1rem 0}
        thead th{vertical-align:bottom}tbody th:first-child{position:sticky;left:0;background:#fff}small{color:#4a5668}
        figcaption,.note{color:#4a5668}td,th{white-space:nowrap}.words td,.words th{white-space:normal;vertical-align:top}.words th{min-width:8rem}
        img{max-width:100%;height:auto;background:#000}svg{max-width:100%;height:auto;font:12px system-ui,sans-serif}
        figure.chart img{background:#fff;max-width:none;width:100%;min-width:min(42rem,var(--own))}svg .grid{stroke:#d6dbe2}.key span{display:inline-block;margin-right:1rem}
        .key i{display:inline-block;width:.9rem;height:.9rem;margin-right:.35rem;vertical-align:-.1rem;border:1px solid #555}
        code{background:#eef1f5;padding:.1rem .3rem;overflow-wrap:anywhere}pre{background:#eef1f5;padding:.8rem;overflow-x:auto}
        pre code{padding:0}
        @media print{@page{size:A4 landscape;margin:12mm}body{font-size:11px;max-width:none;margin:0;padding:0}
        .scroll{overflow:visible}th,td{padding:.2rem .45rem}tr,figure{break-inside:avoid}h2{break-after:avoid}
        pre{white-space:pre-wrap}
        figure img,figure.chart img,figure svg{max-height:165mm;width:auto;max-width:100%;min-width:0}
        tbody th:first-child{position:static}}
        """;

    /// <summary>The whole file.</summary>
    /// <param name="title">Of the window.</param>
    /// <param name="body">What is seen.</param>
    public static string Of(string title, string body) =>
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        + $"<title>{WebUtility.HtmlEncode(title)}</title><style>{Style}</style></head><body>{body}</body></html>\n";
}
