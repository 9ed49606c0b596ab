"""PDFs made for the tests, in the French of reports."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import reportlab
from reportlab.lib import colors
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.flowables import HRFlowable

WIDE, HIGH = A4
_FONTS = Path(reportlab.__file__).parent / "fonts"
for name, file in (("Vera", "Vera.ttf"), ("VeraBd", "VeraBd.ttf"), ("VeraIt", "VeraIt.ttf")):
    pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))
pdfmetrics.registerFontFamily("Vera", normal="Vera", bold="VeraBd", italic="VeraIt")

BODY = ParagraphStyle("body", fontName="Vera", fontSize=9, leading=12, spaceAfter=6)
JUSTIFIED = ParagraphStyle("justified", BODY, alignment=TA_JUSTIFY)
H1 = ParagraphStyle("h1", BODY, fontName="VeraBd", fontSize=18, leading=22, spaceAfter=10)
H2 = ParagraphStyle("h2", BODY, fontName="VeraBd", fontSize=12, leading=15, spaceBefore=8)
H3 = ParagraphStyle("h3", BODY, fontName="VeraBd", spaceBefore=6)
NOTE = ParagraphStyle("note", BODY, fontSize=6.5, leading=8.5, spaceAfter=0)
ITEM = ParagraphStyle("item", BODY, leftIndent=14, bulletIndent=2)

SENTENCES = (
    "Les communes du bassin de Bellerive ont choisi d’unir leurs forces autour d’un même projet.",
    "Chaque habitant peut prendre part aux ateliers, qui se tiennent tous les trois mois.",
    "Le comité réunit des élus, des associations et des entreprises du territoire.",
    "Les décisions sont prises ensemble, après une enquête menée auprès des familles.",
    "Une équipe de quatre personnes accompagne les porteurs de projets pendant deux ans.",
    "Le cœur de la démarche reste la confiance, qui ne se décrète pas.",
    "Les résultats sont publiés chaque année et discutés en réunion publique.",
    "Un fonds commun de 250 000 € finance les premières actions.",
    "Les écoles, les commerces et les agriculteurs y sont associés dès le départ.",
    "Cette méthode s’étend aujourd’hui à d’autres vallées de la région.",
)


def prose(count: int, start: int = 0) -> str:
    """So many sentences, one after the other."""
    return " ".join(SENTENCES[(start + i) % len(SENTENCES)] for i in range(count))


def drawn(paint: Callable[[Canvas], None], size: tuple[float, float] = A4, **about: str) -> bytes:
    """A document painted by hand; `paint` ends its own pages."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=size, invariant=True)
    canvas.setTitle(about.get("title", ""))
    canvas.setAuthor(about.get("author", ""))
    paint(canvas)
    canvas.save()
    return written.getvalue()


def written(
    canvas: Canvas,
    left: float,
    top: float,
    lines: Sequence[str],
    font: str = "Vera",
    size: float = 10,
    step: float = 0.0,
) -> float:
    """Lines under each other, `top` from the top of the page; where the next would stand."""
    high = canvas._pagesize[1]
    for line in lines:
        canvas.setFont(font, size)
        canvas.drawString(left, high - top, line)
        top += step or 1.25 * size
    return top


def story(
    flowables: Sequence[Flowable],
    frames: Sequence[Frame],
    *,
    later: Sequence[Frame] = (),
    decorate: Callable[[Canvas, BaseDocTemplate], None] = lambda canvas, document: None,
    size: tuple[float, float] = A4,
    **about: str,
) -> bytes:
    written = io.BytesIO()
    document = BaseDocTemplate(written, pagesize=size, invariant=True, **about)
    templates = [PageTemplate("first", list(frames), onPage=decorate)]
    templates.append(PageTemplate("later", list(later or frames), onPage=decorate))
    document.addPageTemplates(templates)
    document.build([NextPageTemplate("later"), *flowables])
    return written.getvalue()


def whole(margin: float = 60, size: tuple[float, float] = A4) -> Frame:
    return Frame(margin, margin, size[0] - 2 * margin, size[1] - 2 * margin, showBoundary=0)


def two_columns() -> bytes:
    """A title over two columns, each with its footnotes under a rule."""
    title = Frame(50, HIGH - 120, WIDE - 100, 70)
    left = Frame(50, 60, 240, HIGH - 190)
    right = Frame(305, 60, 240, HIGH - 190)
    flowables: list[Flowable] = [
        Paragraph("Une alliance de vallées pour bien vivre ensemble", H1),
        FrameBreak(),
        Paragraph("Ce qui est né à Bellerive", H2),
        Paragraph(prose(6).replace("projet.", "projet<super size=6>1</super>."), JUSTIFIED),
        Paragraph(prose(5, 4), JUSTIFIED),
        Paragraph("Ce qui reste à faire", H2),
        Paragraph(prose(9, 2), JUSTIFIED),
        Spacer(1, 60),
        HRFlowable(width=80, thickness=0.5, color=colors.black, hAlign="LEFT", spaceAfter=3),
        Paragraph(
            "<super size=5>1</super> Voir le rapport du comité de bassin, Bellerive, 2019.", NOTE
        ),
        FrameBreak(),
        Paragraph("COLONNE DROITE : " + prose(7, 1), JUSTIFIED),
        Paragraph("Les moyens réunis", H2),
        Paragraph(prose(8, 5).replace("actions.", "actions<super size=6>2</super>."), JUSTIFIED),
        Spacer(1, 40),
        HRFlowable(width=80, thickness=0.5, color=colors.black, hAlign="LEFT", spaceAfter=3),
        Paragraph(
            "<super size=5>2</super> Compte rendu financier de la vallée, "
            "consultable en mairie aux heures d’ouverture.",
            NOTE,
        ),
    ]
    return story(flowables, [title, left, right], title="Une alliance de vallées")


def three_columns() -> bytes:
    frames = [Frame(40 + 175 * n, 50, 165, HIGH - 200) for n in range(3)]
    title = Frame(40, HIGH - 130, WIDE - 80, 80)
    flowables: list[Flowable] = [Paragraph("La lettre des vallées", H1), FrameBreak()]
    for n, name in enumerate(("PREMIÈRE", "DEUXIÈME", "TROISIÈME")):
        flowables.append(Paragraph(f"Colonne {name.lower()}", H3))
        flowables.append(Paragraph(f"{name} : {prose(7, 3 * n)}", BODY))
        flowables.append(Paragraph(prose(4, n), BODY))
        flowables.append(FrameBreak())
    return story(flowables[:-1], [title, *frames])


def report(pages: int = 5) -> bytes:
    """Running headers, page numbers, numbered headings, a ruled table."""

    def decorate(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("VeraIt", 7.5)
        canvas.drawString(60, HIGH - 35, "Rapport annuel des vallées — Bellerive")
        canvas.drawCentredString(WIDE / 2, 30, str(document.page + 2))

    table = Table(
        [
            ["Région", "Maires", "Budget (€)"],
            ["Bretagne", "12", "30 000"],
            ["Normandie", "8", "21 500"],
            ["Grand Est", "27", "64 200"],
        ],
        style=TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("FONT", (0, 0), (-1, -1), "Vera", 9),
                ("FONT", (0, 0), (-1, 0), "VeraBd", 9),
            ]
        ),
        hAlign="LEFT",
    )
    flowables: list[Flowable] = [Paragraph("Rapport d’activité des vallées", H1)]
    for n in range(1, pages + 1):
        flowables.append(Paragraph(f"{n}. Chapitre des ateliers numéro {n}", H2))
        flowables.append(Paragraph(prose(10, n), JUSTIFIED))
        flowables.append(Paragraph(f"{n}.1 Le détail des actions menées", H3))
        flowables.extend(Paragraph(prose(9, n + k), JUSTIFIED) for k in range(4))
        if n == 2:
            flowables.append(table)
        flowables.append(Paragraph(prose(10, 2 * n), JUSTIFIED))
    return story(
        flowables,
        [whole()],
        decorate=decorate,
        title="Rapport d’activité des vallées",
        author="Comité de bassin de Bellerive",
    )


SLIDES = (
    ("Pourquoi faire alliance ?", ("Agir à la bonne échelle", "Partager les moyens")),
    ("Ce que nous avons appris", ("Prendre le temps de se connaître", "Écrire un récit commun")),
    ("Les prochaines étapes", ("Réunir le comité au printemps", "Lancer trois chantiers")),
    ("Nous rejoindre", ("Écrire à l’équipe de Bellerive", "Venir aux ateliers du jeudi")),
)


def slides() -> bytes:
    size = landscape(A4)

    def paint(canvas: Canvas) -> None:
        for n, (title, items) in enumerate(SLIDES, 1):
            written(canvas, 60, 80, [title], "VeraBd", 28)
            top = 180.0
            for item in items:
                written(canvas, 70, top, ["•"], size=18)
                top = written(canvas, 95, top, [item, "avec les habitants et les élus"], size=18)
                top += 12
            canvas.setFont("Vera", 10)
            canvas.drawRightString(size[0] - 30, 20, str(n))
            canvas.showPage()

    return drawn(paint, size)


def letter() -> bytes:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 60, ["Mairie de Bellerive", "1, place de l’Église"])
        written(canvas, 340, 120, ["Madame Jeanne Lemoine", "12, rue des Tilleuls"])
        written(canvas, 340, 180, ["Bellerive, le 12 mars 2021"])
        top = written(canvas, 60, 220, ["Objet : votre demande de rendez-vous"])
        top = written(canvas, 60, top + 15, ["Madame,"])
        top = written(
            canvas,
            60,
            top + 10,
            [
                "Vous avez bien voulu nous écrire au sujet des ateliers de la vallée et je vous",
                "en remercie. Le comité se réunira le 3 avril à la salle des fêtes ; vous y êtes",
                "invitée, ainsi que les membres de votre association.",
            ],
        )
        written(canvas, 60, top + 10, ["Veuillez agréer, Madame, mes salutations distinguées."])
        written(canvas, 340, top + 70, ["Le maire,", "Paul Morel"])
        canvas.showPage()

    return drawn(paint)


HYPHENATED = (
    "Les habitants de la vallée participent à la gou-",
    "vernance du projet, et les élus accom-",
    "pagnent les associations dans leurs démar-",
    "ches auprès de l’administration.",
)


def hyphenated() -> bytes:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 80, ["Participer au projet de vallée"], "VeraBd", 14)
        written(canvas, 60, 120, HYPHENATED)
        canvas.showPage()

    return drawn(paint)


MEASURES = tuple(
    f"{verb} {what} avec les habitants, les élus et les associations du territoire"
    for verb, what in zip(
        ("Créer", "Ouvrir", "Former", "Financer", "Publier", "Réunir", "Écouter", "Relier"),
        (
            "un fonds commun",
            "des lieux d’accueil",
            "des animateurs",
            "les premiers projets",
            "un bilan annuel",
            "un comité d’alliance",
            "les plus jeunes",
            "les vallées voisines",
        ),
        strict=True,
    )
)


def measures() -> bytes:
    numbered = [
        Paragraph(text + ".", ITEM, bulletText=f"{n}.") for n, text in enumerate(MEASURES, 1)
    ]
    flowables = [
        Paragraph("Huit mesures pour les vallées", H1),
        Paragraph(prose(2), BODY),
        *numbered,
    ]
    return story(flowables, [whole()])


def picture(data: bytes, dpi: int) -> bytes:
    """The pages of a PDF as pictures of themselves: a scan."""
    import pypdfium2
    from reportlab.lib.utils import ImageReader

    document = pypdfium2.PdfDocument(data)
    sizes = [document.get_page_size(i) for i in range(len(document))]

    def paint(canvas: Canvas) -> None:
        for i, size in enumerate(sizes):
            page = document[i]
            image = page.render(scale=dpi / 72, grayscale=True).to_pil()
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(image), 0, 0, *size)
            canvas.showPage()
            page.close()

    try:
        return drawn(paint)
    finally:
        document.close()
