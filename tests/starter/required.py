"""What each region must say besides its muscles: signs that need a doctor, other causes, and the source for each."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

# Groups of regions --------------------------------------------------------------------------------

HEAD = frozenset({"temple", "behind-the-eye", "top-of-head", "back-of-head"})
NECK = frozenset({"side-of-neck", "neck-shoulder-angle"})
NAPE = NECK | {"back-of-head"}
SPINE = frozenset({"between-shoulder-blades", "mid-back", "low-back", "beltline", "tailbone"})
LOW_SPINE = SPINE - {"between-shoulder-blades"}
SHOULDER = frozenset({"front-of-shoulder", "outer-shoulder", "back-of-shoulder"})
HAND = frozenset({"thumb-side-of-hand", "little-finger-side"})
ARM = HAND | {"upper-arm", "elbow-and-forearm"}
HIP = frozenset({"buttock", "outer-hip", "groin"})
THIGH = frozenset({"front-of-thigh", "outer-thigh", "back-of-thigh"})
KNEE = frozenset({"front-of-knee", "back-of-knee"})
LOWER_LEG = frozenset({"calf", "outer-lower-leg", "heel"})
LEG = HIP | THIGH | KNEE | LOWER_LEG
TRUNK = frozenset({"chest", "abdomen"})
BACK = SPINE | {"shoulder-blade"}
BODY = NAPE | BACK | SHOULDER | ARM | LEG | TRUNK
AORTA = BACK - {"tailbone"} | TRUNK

# Pain in both knees or both heels is common, so there this sign would send people to the ER too often.
NERVE_TO_BOTH_LEGS = (SPINE | LEG | {"abdomen"}) - {"front-of-knee", "heel"}

# Signs: topic → (level, what at least one sign of that level must say, on which regions) ----------

SIGNS: dict[str, tuple[str, str, frozenset[str]]] = {
    "saddle": ("emergency", r"numbness.*(genitals|inner thighs)", NERVE_TO_BOTH_LEGS),
    "bladder": ("emergency", r"pass(ing)? urine|bladder", NERVE_TO_BOTH_LEGS | NECK),
    "bowels": ("emergency", r"bowels", NERVE_TO_BOTH_LEGS | NECK),
    "sex": ("emergency", r"\berection\b", NERVE_TO_BOTH_LEGS),
    "both legs": ("emergency", r"(weakness|numbness).* in both legs", NERVE_TO_BOTH_LEGS | NECK),
    "heart": ("emergency", r"(pressure|pain).*\bchest\b.*an arm.*jaw.*back", BACK | NECK | SHOULDER | ARM | TRUNK),
    "breath": ("emergency", r"breathlessness", BACK | NECK | SHOULDER | ARM | LEG | {"chest"}),
    "sweat": ("emergency", r"sweating", BACK | NECK | SHOULDER | ARM | TRUNK),
    "aorta": ("emergency", r"sudden, severe or tearing pain.*back, belly or side.*between the shoulder blades", AORTA),
    "cold limb": ("emergency", r"(arm|leg).*cold, pale or numb.*no pulse", ARM | LEG),
    "compartment": (
        "emergency",
        r"injury or in a cast.*pain far worse than you would expect.*tense swelling",
        ARM | THIGH | KNEE | LOWER_LEG,
    ),
    "feverish child": ("emergency", r"limp or leg pain in a child or teenager.*fever.*weight on the leg", LEG),
    "limping child": ("urgent", r"child who limps, or a teenager with pain in the hip, thigh or knee", LEG),
    "accident": ("emergency", r"serious accident or fall", BODY),
    "thin bones": ("emergency", r"minor fall.*osteoporosis.*steroid", BODY),
    "worst headache": ("emergency", r"sudden headache.*worst", HEAD | NECK),
    "stroke": ("emergency", r"drooping face.*speaking", HEAD | NECK),
    "sight": ("emergency", r"loss of vision", HEAD | NECK),
    "red eye": ("emergency", r"red, painful eye or a sudden change in sight.*glaucoma", HEAD),
    "artery of the neck": ("emergency", r"new dizziness, double vision or sudden falls", NAPE),
    "meningitis": ("emergency", r"stiff neck with fever.*rash.*confusion.*light", HEAD | NECK),
    "clot": ("emergency", r"(calf|leg).*hot, swollen|hot, swollen.*(calf|leg)", LEG | {"chest"}),
    "head after 50": ("urgent", r"new headache after the age of 50", HEAD),
    "fever": ("urgent", r"fever", BODY),
    "infection": ("urgent", r"infection.*immune system.*drugs", BACK | NAPE | TRUNK),
    "cancer": ("urgent", r"weight loss.*cancer", BODY),
    "night": ("urgent", r"worse at night and not eased by rest", BODY),
    "shape of the spine": ("urgent", r"lump.*shape of the spine", BACK | NAPE | TRUNK),
    "hands": ("urgent", r"clumsy hands.*buttons", NAPE | ARM),
    "walk": ("urgent", r"unsteady walk", NAPE | ARM),
    "shock": ("urgent", r"electric shock when you bend the neck", NAPE | ARM),
    "weak arm": (
        "urgent",
        r"weakness (of|in) (an|the) arm",
        NAPE | SHOULDER | ARM | {"shoulder-blade", "between-shoulder-blades"},
    ),
    "foot drop": ("urgent", r"weakness that gets worse, or a foot that drops", LOW_SPINE | LEG),
    "spreading numbness": ("urgent", r"numbness that spreads", BACK | NAPE | SHOULDER | ARM | LEG),
    "cough": ("urgent", r"worse when you cough, sneeze or open your bowels", SPINE | {"buttock", "back-of-thigh"}),
    "six weeks": ("soon", r"six weeks", BACK | NAPE | {"buttock"}),
    "constant": ("soon", r"constant pain", BACK | NAPE | {"buttock"}),
    "mornings": ("soon", r"stiffness in the morning for more than half an hour", BACK | NAPE | {"buttock"}),
    "age": ("soon", r"before the age of 20 or after 55", NAPE),
    "balance": ("soon", r"balance", NAPE),
}
# Source → topics. A page with a sign about one of these topics cites the source.
ADVICE: dict[str, frozenset[str]] = {
    "nhs-back-pain": frozenset(
        {"saddle", "bladder", "bowels", "both legs", "accident", "fever", "cancer", "night", "cough"}
    ),
    "nhs-heart-attack": frozenset({"heart"}),
    "nhs-aortic-aneurysm": frozenset({"aorta"}),
    "hse-aortic-dissection": frozenset({"aorta"}),
    "nhs-highland-limb": frozenset({"cold limb"}),
    "nhs-compartment-syndrome": frozenset({"compartment"}),
    "nhs-limping-child": frozenset({"feverish child", "limping child"}),
    "peck-2017": frozenset({"limping child"}),
    "nhs-glaucoma": frozenset({"red eye"}),
}

# Other causes: topic → (what one of the causes must say, on which regions and muscles) -----------

HEAD_MUSCLES = frozenset(
    [
        "upper-trapezius",
        "sternocleidomastoid",
        "suboccipitals",
        "splenius-capitis",
        "splenius-cervicis",
        "semispinalis-capitis",
    ]
)
SHOULDER_MUSCLES = frozenset({"infraspinatus", "supraspinatus", "subscapularis", "teres-minor"})
HIP_MUSCLES = frozenset(
    [
        "quadratus-lumborum",
        "iliopsoas",
        "gluteus-maximus",
        "gluteus-medius",
        "gluteus-minimus",
        "piriformis",
        "tensor-fasciae-latae",
        "hamstrings",
        "adductor-magnus",
        "vastus-lateralis",
    ]
)
AT_SHOULDER = SHOULDER | {"neck-shoulder-angle", "shoulder-blade", "upper-arm", "elbow-and-forearm"}
AT_HIP = HIP | THIGH | {"beltline"}

CAUSES: dict[str, tuple[str, frozenset[str]]] = {
    "migraine": (r"migraine", HEAD | HEAD_MUSCLES),
    "joints of the neck": (r"joint.*\bneck\b", HEAD | HEAD_MUSCLES),
    "jaw": (r"\bjaw\b", HEAD | HEAD_MUSCLES),
    "sinus": (r"sinus", HEAD | HEAD_MUSCLES),
    "blood pressure": (r"blood pressure", HEAD | HEAD_MUSCLES),
    "nerve root of the neck": (
        r"nerve root.*(neck|down the arm)|disc of the neck",
        AT_SHOULDER | HAND | NECK | {"between-shoulder-blades"} | SHOULDER_MUSCLES,
    ),
    "rotator cuff": (r"rotator.cuff", AT_SHOULDER | SHOULDER_MUSCLES),
    "bursitis": (r"bursitis", AT_SHOULDER | SHOULDER_MUSCLES),
    "frozen shoulder": (r"frozen shoulder", AT_SHOULDER | SHOULDER_MUSCLES),
    "heart": (r"\bheart\b", AT_SHOULDER | HAND | {"chest", "between-shoulder-blades"} | SHOULDER_MUSCLES),
    "disc or nerve root": (
        r"disc or nerve root|disc or facet",
        AT_HIP | KNEE | LOWER_LEG | {"low-back", "tailbone", "quadriceps", "calf"} | HIP_MUSCLES,
    ),
    "hip joint": (r"hip joint", AT_HIP | KNEE | HIP_MUSCLES),
    "outer hip": (r"bursitis or tendon trouble at the outer hip", AT_HIP | HIP_MUSCLES),
    "sacroiliac joint": (r"sacroiliac or facet joint", AT_HIP | {"low-back", "tailbone"} | HIP_MUSCLES),
    "growth plate": (
        r"slipped growth plate",
        frozenset({"groin", "outer-hip", "front-of-thigh", "front-of-knee"})
        | {"iliopsoas", "adductor-magnus", "tensor-fasciae-latae", "quadriceps"},
    ),
    "compartment syndrome": (
        r"compartment syndrome",
        frozenset({"calf", "outer-lower-leg", "front-of-thigh", "elbow-and-forearm", "quadriceps"}),
    ),
    "aorta": (
        r"main artery",
        frozenset({"abdomen", "low-back", "mid-back", "between-shoulder-blades"})
        | {"quadratus-lumborum", "erector-spinae", "rectus-abdominis"},
    ),
    "glaucoma": (r"glaucoma", HEAD - {"top-of-head"} | {"splenius-cervicis", "suboccipitals"}),
    "spinal canal": (r"narrowing of the spinal canal", AT_HIP | KNEE | LOWER_LEG | {"low-back"} | HIP_MUSCLES),
}

# Only one muscle on the charts is felt in these places; naming a second would be padding.
ONE_MUSCLE = frozenset({"heel", "outer-lower-leg"})


def signs_of(region: Mapping[str, Any]) -> dict[str, list[str]]:
    signs: dict[str, list[str]] = {}
    for flag in region.get("red_flags") or []:
        signs.setdefault(flag["level"], []).extend(flag["signs"])
    return signs


def topics_of(signs: Mapping[str, list[str]]) -> set[str]:
    """The topics that these signs (by level) mention at the level each topic requires."""
    return {
        topic
        for topic, (level, says, _) in SIGNS.items()
        if any(re.search(says, sign, re.I) for sign in signs.get(level, []))
    }


def missing_signs(slug: str, region: Mapping[str, Any]) -> Iterator[str]:
    """Missing signs, and repeated advice without its source."""
    said = topics_of(signs_of(region))
    for topic, (level, _, where) in SIGNS.items():
        if slug in where and topic not in said:
            yield f"region {slug} has no sign about {topic} at the level {level}"
    cited = region.get("sources") or []
    for source, topics in ADVICE.items():
        if said & topics and source not in cited:
            yield f"region {slug} repeats advice on signs without citing {source}"


def missing_causes(who: str, slug: str, entry: Mapping[str, Any]) -> Iterator[str]:
    """Other causes that a region or muscle leaves out."""
    for topic, (says, where) in CAUSES.items():
        if slug in where and not any(re.search(says, cause, re.I) for cause in entry.get("other_causes") or []):
            yield f"{who} names no other cause about {topic}"
